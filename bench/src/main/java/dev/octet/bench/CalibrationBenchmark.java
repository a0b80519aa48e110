package dev.octet.bench;

import dev.octet.calibration.Progress;
import dev.octet.calibration.input.Inputs;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.testing.MobileNets;
import dev.octet.quantizer.pass.FoldBatchNorm;
import dev.octet.quantizer.range.ActivationStatistics;
import dev.octet.quantizer.simulate.Run;
import dev.octet.quantizer.step.StepGraph;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Calibration of whole networks at 224: bounds, then histograms of every tensor between steps (two
 * runs of the float network), inputs in memory.
 */
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
public class CalibrationBenchmark extends VectorBenchmark {
  private static final int INPUTS = 16;

  /** The network. */
  @Param({"v1", "v2", "v3-large", "v3-small"})
  public String network;

  /** Threads over the inputs. */
  @Param({"1", "2"})
  public int threads;

  private StepGraph graph;
  private float[][] inputs;

  /** Builds the network and draws the inputs. */
  @Setup
  public void prepare() {
    FloatGraph network224 = FloatNetworkBenchmark.graph(network);
    graph = StepGraph.of(new FoldBatchNorm().apply(network224));
    inputs = new float[INPUTS][];
    for (int i = 0; i < INPUTS; i++) {
      inputs[i] = MobileNets.input(network224, i);
    }
  }

  /** Inputs per second. */
  @Benchmark
  @OperationsPerInvocation(INPUTS)
  public ActivationStatistics calibrate() {
    return ActivationStatistics.collect(
        graph, Inputs.of(inputs), INPUTS, Run.of(threads, Progress.SILENT));
  }
}

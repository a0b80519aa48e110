package dev.octet.bench;

import dev.octet.calibration.CalibrationStatistics;
import dev.octet.calibration.Calibrator;
import dev.octet.calibration.Progress;
import dev.octet.calibration.TensorSource;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.testing.MobileNets;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Calibration of whole networks at 224: float execution and histograms of every tensor. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
public class CalibrationBenchmark {
  private static final int INPUTS = 16;

  /** The network. */
  @Param({"v1", "v2", "v3-large", "v3-small"})
  public String network;

  /** Threads over the inputs. */
  @Param({"1", "2"})
  public int threads;

  private FloatGraph graph;
  private TensorSource source;

  /** Builds the network and draws the inputs. */
  @Setup
  public void prepare() {
    graph = FloatNetworkBenchmark.graph(network);
    float[][] inputs = new float[INPUTS][];
    for (int i = 0; i < INPUTS; i++) {
      inputs[i] = MobileNets.input(graph, i);
    }
    source = new Ready(inputs);
  }

  /** Inputs per second. */
  @Benchmark
  @OperationsPerInvocation(INPUTS)
  public CalibrationStatistics calibrate() {
    int[] all = IntStream.range(0, INPUTS).toArray();
    return Calibrator.collect(graph, source, all, threads, Progress.SILENT);
  }

  /** Tensors in memory, so that no decoder is measured. */
  private record Ready(float[][] inputs) implements TensorSource {
    @Override
    public int size() {
      return inputs.length;
    }

    @Override
    public String name(int index) {
      return Integer.toString(index);
    }

    @Override
    public int label(int index) {
      return UNLABELLED;
    }

    @Override
    public float[] read(int index) {
      return inputs[index];
    }
  }
}

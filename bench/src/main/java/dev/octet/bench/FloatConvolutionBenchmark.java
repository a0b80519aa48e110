package dev.octet.bench;

import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.execute.FloatSession;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.testing.MobileNets;
import dev.octet.model.testing.RandomNetwork;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Convolution, batch normalization and ReLU6 in one step, float, one thread. */
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FloatConvolutionBenchmark extends VectorBenchmark {
  /** Layers of V1, V2 and V3-Large: map size, input and output channels, kernel, stride, groups. */
  @Param({
    "224x3-32k3s2g1",
    "112x16-96k1s1g1",
    "112x96-96k3s2g96",
    "28x32-192k1s1g1",
    "28x120-120k5s1g120",
    "14x96-576k1s1g1",
    "14x576-96k1s1g1",
    "14x576-576k3s1g576",
    "7x960-160k1s1g1",
    "1x1280-1000k1s1g1"
  })
  public String layer;

  /** Multiply-accumulates, shown as a rate per second. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Work {
    /** Multiply-accumulates done, in thousand millions. */
    public double gmac;
  }

  private FloatSession session;
  private float[] input;
  private double gmac;

  /** Builds a network of one layer. */
  @Setup
  public void prepare() {
    String[] p = layer.split("[^0-9]");
    int size = Integer.parseInt(p[0]);
    RandomNetwork net = new RandomNetwork(1, new Shape(size, size, Integer.parseInt(p[1])));
    String sums =
        net.conv(
            "conv",
            net.input(),
            Integer.parseInt(p[2]),
            Integer.parseInt(p[3]),
            Integer.parseInt(p[4]),
            Integer.parseInt(p[5]),
            false);
    String output = net.add("act", new Op.Clip(0, 6), net.batchNorm("bn", sums));
    FloatGraph graph = net.build(layer, output);
    session = new FloatExecutor(graph).newSession();
    input = MobileNets.input(graph, 2);
    Op.Conv conv = (Op.Conv) graph.nodes().get(0).op();
    gmac = (double) graph.outputShape().elements() * conv.weightsPerChannel() / 1e9;
  }

  /** Runs the layer once. */
  @Benchmark
  public float[] run(Work work) {
    work.gmac += gmac;
    return session.run(input);
  }
}

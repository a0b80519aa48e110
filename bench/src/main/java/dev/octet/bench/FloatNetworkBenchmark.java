package dev.octet.bench;

import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.execute.FloatSession;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.testing.MobileNets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/** Whole networks at 224 in float, one image at a time. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class FloatNetworkBenchmark extends VectorBenchmark {
  /** The network. */
  @Param({"v1", "v2", "v3-large", "v3-small"})
  public String network;

  /** Threads for the one image. */
  @Param({"1", "2"})
  public int threads;

  private FloatSession session;
  private float[] input;

  /** Builds the network. */
  @Setup
  public void prepare() {
    FloatGraph graph = graph(network);
    session = new FloatExecutor(graph).newSession();
    input = MobileNets.input(graph, 2);
  }

  /** A network of the family with random weights. */
  static FloatGraph graph(String network) {
    return switch (network) {
      case "v1" -> MobileNets.v1(224, 1, 1000, 1);
      case "v2" -> MobileNets.v2(224, 1, 1000, 1);
      case "v3-large" -> MobileNets.v3Large(224, 1000, 1);
      default -> MobileNets.v3Small(224, 1000, 1);
    };
  }

  /** Runs one image. */
  @Benchmark
  public float[] run() {
    return session.run(input, threads);
  }
}

package dev.octet.bench;

import dev.octet.calibration.statistics.Histogram;
import dev.octet.model.graph.Shape;
import dev.octet.model.testing.RandomNetwork;
import java.util.concurrent.TimeUnit;
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

/** Counting activations, per value. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HistogramBenchmark {
  private static final int VALUES = 112 * 112 * 96;

  /** Whether half of the values are zero, as they are behind a ReLU. */
  @Param({"false", "true"})
  public boolean relu;

  private float[] values;
  private Histogram histogram;

  /** Draws the values. */
  @Setup
  public void prepare() {
    values = new RandomNetwork(1, new Shape(1, 1, 1)).normal(VALUES, 0, 1);
    for (int i = 0; relu && i < VALUES; i++) {
      values[i] = Math.max(0, values[i]);
    }
    histogram = new Histogram();
  }

  /** Counts one tensor. */
  @Benchmark
  @OperationsPerInvocation(VALUES)
  public long add() {
    histogram.add(values, VALUES);
    return histogram.count();
  }
}

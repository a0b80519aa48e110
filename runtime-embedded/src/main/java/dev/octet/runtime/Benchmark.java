package dev.octet.runtime;

import java.util.Arrays;

/** Latencies of a session's inferences, as a whole and step by step, in ms. */
public final class Benchmark {
  private static final double MILLI = 1e6;

  private final double[] whole;
  private final double[][] steps;

  private Benchmark(double[] whole, double[][] steps) {
    this.whole = whole;
    this.steps = steps;
  }

  /**
   * Warms up, then measures.
   *
   * @param session the session, used by nobody else meanwhile
   * @param input the input tensor's elements
   * @param runs measured inferences, at least 1; as many again are measured step by step
   * @param warmUpNanos warm-up goes on until it took so long, and for at least {@code runs}
   *     inferences
   */
  public static Benchmark run(Session session, byte[] input, int runs, long warmUpNanos) {
    long begin = System.nanoTime();
    for (int i = 0; i < runs || System.nanoTime() - begin < warmUpNanos; i++) {
      session.run(input, 0);
    }
    double[] whole = new double[runs];
    for (int i = 0; i < runs; i++) {
      long start = System.nanoTime();
      session.run(input, 0);
      whole[i] = (System.nanoTime() - start) / MILLI;
    }
    StepTimes times = new StepTimes(session.model().schedule().operations.length, runs);
    for (int i = 0; i < runs; i++) {
      times.start(i);
      session.run(input, 0, times);
    }
    return new Benchmark(whole, times.steps);
  }

  /** Adds up the time of each step, which may be told of in several parts. */
  private static final class StepTimes implements StepListener {
    final double[][] steps;
    private int run;
    private long last;

    StepTimes(int steps, int runs) {
      this.steps = new double[steps][runs];
    }

    void start(int index) {
      run = index;
      last = System.nanoTime();
    }

    @Override
    public void stepDone(int step, Session session) {
      long now = System.nanoTime();
      steps[step][run] += (now - last) / MILLI;
      last = System.nanoTime();
    }
  }

  /** The nearest-rank percentile of an inference's latency. */
  public double percentile(double percent) {
    return percentile(whole, percent);
  }

  /** The median time of a step. */
  public double step(int step) {
    return percentile(steps[step], 50);
  }

  /** The sum of all steps' medians. */
  public double allSteps() {
    double sum = 0;
    for (int step = 0; step < steps.length; step++) {
      sum += step(step);
    }
    return sum;
  }

  private static double percentile(double[] values, double percent) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.max(0, rank - 1)];
  }
}

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
   * Measures sessions of one model in turn, so that all see the same machine.
   *
   * @param sessions the sessions, used by nobody else meanwhile
   * @param input the input tensor's elements
   * @param runs measured inferences of each, at least 1; as many again are measured step by step
   * @param warmUpNanos warm-up of each session, as {@link #run} has it
   * @return the latencies of each session
   * @throws OctetException BOARD when two sessions have different outputs
   */
  public static Benchmark[] inTurn(Session[] sessions, byte[] input, int runs, long warmUpNanos) {
    Benchmark[] results = new Benchmark[sessions.length];
    for (int s = 0; s < results.length; s++) {
      warmUp(sessions[s], input, runs, warmUpNanos);
      int steps = sessions[s].model().schedule().operations.length;
      results[s] = new Benchmark(new double[runs], new double[steps][runs]);
    }
    for (int i = 0; i < runs; i++) {
      for (int s = 0; s < results.length; s++) {
        long start = System.nanoTime();
        sessions[s].run(input, 0);
        results[s].whole[i] = (System.nanoTime() - start) / MILLI;
        compare(sessions[0], sessions[s]);
      }
    }
    for (int i = 0; i < runs; i++) {
      for (int s = 0; s < results.length; s++) {
        sessions[s].run(input, 0, new StepTimes(results[s].steps, i));
      }
    }
    return results;
  }

  private static void warmUp(Session session, byte[] input, int runs, long nanos) {
    session.model().warmUp();
    long begin = System.nanoTime();
    for (int i = 0; i < runs || System.nanoTime() - begin < nanos; i++) {
      session.run(input, 0);
    }
  }

  private static void compare(Session a, Session b) {
    for (int i = 0; i < a.model().classes(); i++) {
      if (a.rawLogit(i) != b.rawLogit(i)) {
        throw new OctetException(
            OctetException.Failure.BOARD,
            "kernel sets answer differently, at class " + i,
            a.model().kernelSets().set().name() + " and " + b.model().kernelSets().set().name(),
            "run --self-check with each of them and report it");
      }
    }
  }

  /**
   * Warms up, then measures.
   *
   * @param session the session, used by nobody else meanwhile
   * @param input the input tensor's elements
   * @param runs measured inferences, at least 1; as many again are measured step by step
   * @param warmUpNanos warm-up goes on until it has taken this long, and for at least {@code runs}
   *     inferences
   */
  public static Benchmark run(Session session, byte[] input, int runs, long warmUpNanos) {
    return inTurn(new Session[] {session}, input, runs, warmUpNanos)[0];
  }

  /** Adds up the time of each step, which may be reported in several parts. */
  private static final class StepTimes implements StepListener {
    private final double[][] steps;
    private final int run;
    private long last;

    StepTimes(double[][] steps, int run) {
      this.steps = steps;
      this.run = run;
      this.last = System.nanoTime();
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

  /** The best time of a step, which other work on the machine spoils least. */
  public double bestStep(int step) {
    return percentile(steps[step], 0);
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

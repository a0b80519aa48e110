package dev.octet.report.study;

import dev.octet.runtime.OctetModel;
import dev.octet.runtime.Session;
import java.util.Arrays;

/**
 * How long one inference takes.
 *
 * @param where the machine
 * @param medianMs median, milliseconds
 * @param p95Ms 95th percentile, milliseconds
 * @param threads threads of one inference
 * @param runs measured inferences
 * @param kernels the kernel set
 */
public record Latency(
    String where, double medianMs, double p95Ms, int threads, int runs, String kernels) {
  private static final double MILLI = 1e6;
  private static final int LEAST_RUNS = 20;

  /**
   * Measures on this machine, on one thread.
   *
   * @param seconds for warming up, and again for measuring
   */
  public static Latency onHost(OctetModel model, double seconds) {
    byte[] input = model.schedule().golden[0].input;
    long nanos = (long) (seconds * 1e9);
    try (Session session = model.newSession()) {
      long begin = System.nanoTime();
      for (int i = 0; i < LEAST_RUNS || System.nanoTime() - begin < nanos; i++) {
        session.run(input, 0);
      }
      double[] times = new double[LEAST_RUNS];
      int runs = 0;
      begin = System.nanoTime();
      while (runs < LEAST_RUNS || System.nanoTime() - begin < nanos) {
        if (runs == times.length) {
          times = Arrays.copyOf(times, 2 * runs);
        }
        long start = System.nanoTime();
        session.run(input, 0);
        times[runs++] = (System.nanoTime() - start) / MILLI;
      }
      double[] sorted = Arrays.copyOf(times, runs);
      Arrays.sort(sorted);
      return new Latency(
          System.getProperty("os.arch") + ", Java " + System.getProperty("java.version"),
          sorted[(runs - 1) / 2],
          sorted[(int) Math.ceil(0.95 * runs) - 1],
          1,
          runs,
          model.kernelSets().set().name());
    }
  }
}

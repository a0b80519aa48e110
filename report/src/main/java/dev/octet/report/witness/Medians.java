package dev.octet.report.witness;

import java.util.Arrays;

/** The median. */
final class Medians {
  private Medians() {}

  /** The middle value, or the mean of the two in the middle; NaN of none. */
  static double of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}

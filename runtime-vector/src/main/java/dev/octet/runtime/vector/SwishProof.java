package dev.octet.runtime.vector;

import dev.octet.runtime.kernel.Requantize;
import dev.octet.runtime.schedule.HardSwish;

/**
 * Whether {@code fma(p * u, scale, offset)} in float rounds a hard-swish to the same int8 as the
 * integer form does, for every pre-activation p. Where p * u is always a float only ties could
 * differ; else every p is tried, which is quick because all channels mostly share one scale.
 */
final class SwishProof {
  /** Fraction bits up to which {@code p * u <= 18 * 4^bits} is below 2^24. */
  private static final int EXACT_BITS = 9;

  /** Pre-activations that are tried at most: some milliseconds. */
  private static final int BUDGET = 1 << 20;

  /** Magnitude from which on every int8 output is at its clamp. */
  private static final double SATURATED = 1024;

  private SwishProof() {}

  /** Whether it does, in all of the first {@code channels} channels. */
  static boolean holds(HardSwish swish, int channels) {
    int budget = BUDGET;
    for (int c = 0; c < channels; c++) {
      int m = swish.output.multiplier[c];
      int s = swish.output.shift[c];
      boolean known =
          c > 0 && m == swish.output.multiplier[c - 1] && s == swish.output.shift[c - 1];
      if (known || m == 0) {
        continue;
      }
      double product = SATURATED / Math.scalb((double) m, -s);
      if (swish.fractionBits <= EXACT_BITS && !Exactness.tiePossible(m, s, product)) {
        continue;
      }
      int first = -(3 << swish.fractionBits);
      int last = (int) Math.min(Short.MAX_VALUE, reach(swish, c));
      budget -= last - first + 1;
      if (budget < 0 || !holds(swish.fractionBits, m, s, first, last)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The magnitude from which on a pre-activation need not be exact: the int8 output is 0 below it,
   * and at the clamp above it.
   */
  static double reach(HardSwish swish, int channel) {
    double scale =
        Math.scalb((double) swish.output.multiplier[channel], -swish.output.shift[channel]);
    double clamped = SATURATED / scale / (6 << swish.fractionBits);
    return Math.min(Short.MAX_VALUE + 1, Math.max(3 << swish.fractionBits, clamped));
  }

  private static boolean holds(int bits, int m, int s, int first, int last) {
    float scale = (float) Math.scalb((double) m, -s);
    for (int p = first; p <= last; p++) {
      int u = Math.min(p + (3 << bits), 6 << bits);
      float q = Math.fma((float) p * (float) u, scale, EpilogueLanes.MAGIC);
      long exact = Requantize.rescale((long) p * u, m, s);
      if (Math.abs(exact) < SATURATED
          && Float.floatToRawIntBits(q) - EpilogueLanes.MAGIC_BITS != exact) {
        return false;
      }
    }
    return true;
  }
}

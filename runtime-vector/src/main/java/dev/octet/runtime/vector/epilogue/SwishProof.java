package dev.octet.runtime.vector.epilogue;

import dev.octet.runtime.kernel.Requantize;
import dev.octet.runtime.schedule.epilogue.HardSwish;
import dev.octet.runtime.vector.lanes.Exactness;
import dev.octet.runtime.vector.lanes.Lanes;
import java.util.Arrays;

/**
 * Whether {@code fma(p * u, scale, offset)} in float rounds a hard-swish to the same int8 as the
 * integer form does, for every pre-activation p. Where p * u is a float only ties could differ; the
 * others are tried: with up to {@link #MONOTONIC_BITS} fraction bits these are few, just below
 * {@code p = 3 * 2^bits} (above it u is constant, and 3p has 17 bits).
 */
final class SwishProof {
  /** Fraction bits up to which {@code p * u} of a negative p is at most 2.25 * 4^bits, a float. */
  private static final int MONOTONIC_BITS = 11;

  /** Pre-activations that are tried at most: some milliseconds. */
  private static final int BUDGET = 1 << 20;

  /** Magnitude from which on every int8 output is at its clamp. */
  private static final double SATURATED = 1024;

  private SwishProof() {}

  /** Whether it does in all channels of a vector, for each vector of the first channels. */
  static boolean[] vectors(HardSwish swish, int channels) {
    boolean[] proved = new boolean[Lanes.roundUp(channels) / Lanes.COUNT];
    Arrays.fill(proved, true);
    int three = 3 << swish.fractionBits;
    int large = firstLarge(swish.fractionBits);
    int budget = BUDGET;
    boolean holds = true;
    for (int c = 0; c < channels; c++) {
      int m = swish.output.multiplier[c];
      int s = swish.output.shift[c];
      boolean known =
          c > 0 && m == swish.output.multiplier[c - 1] && s == swish.output.shift[c - 1];
      if (!known && m != 0) {
        double product = SATURATED / Math.scalb((double) m, -s);
        boolean all = swish.fractionBits > MONOTONIC_BITS || Exactness.tiePossible(m, s, product);
        int first = all ? -three : large;
        int last = Math.min(all ? Short.MAX_VALUE : three - 1, (int) reach(swish, c));
        budget -= Math.max(0, last - first + 1);
        holds = budget >= 0 && holds(swish.fractionBits, m, s, first, last);
      }
      proved[c / Lanes.COUNT] &= holds || m == 0;
    }
    return proved;
  }

  /** The first p whose product with u is beyond the integers that are all floats. */
  private static int firstLarge(int bits) {
    int p = 0;
    while (p < 3 << bits && (long) p * (p + (3 << bits)) <= Exactness.FLOAT_LIMIT) {
      p++;
    }
    return p;
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

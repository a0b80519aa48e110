package dev.octet.quantizer.schedule;

import dev.octet.runtime.schedule.Rescale;
import java.util.Arrays;

/** Real factors as the fixed-point multipliers of the schedule (docs/arithmetic.md, rescale). */
public final class FixedPoint {
  /** Shift of a channel whose factor is too small to matter. */
  private static final int NEUTRAL_SHIFT = 31;

  /** 2^40 times a ratio of scales below 2^5 times 16 bits stays below 2^62. */
  private static final int MAX_SHIFT_BESIDE_RESIDUAL = 40;

  private FixedPoint() {}

  /**
   * Multipliers and shifts nearest to the given factors.
   *
   * @param factors one per channel, at least 0, below 2^20
   */
  public static Rescale rescale(double[] factors) {
    return rescale(factors, Rescale.MAX_SHIFT);
  }

  /**
   * Multipliers nearest to the given factors whose shifts leave room for a residual at the same
   * shift.
   *
   * @param factors one per channel, at least 0, below 2^20
   */
  public static Rescale rescaleBesideResidual(double[] factors) {
    return rescale(factors, MAX_SHIFT_BESIDE_RESIDUAL);
  }

  private static Rescale rescale(double[] factors, int maxShift) {
    int[] multiplier = new int[factors.length];
    byte[] shift = new byte[factors.length];
    for (int c = 0; c < factors.length; c++) {
      double factor = factors[c];
      if (!(factor >= 0) || factor >= 1 << 20) {
        throw new IllegalArgumentException("no multiplier for the factor " + factor);
      }
      int exponent = factor == 0 ? -1000 : Math.getExponent(factor);
      int s = Math.min(Rescale.MULTIPLIER_BITS - 1 - exponent, maxShift);
      long m = Math.round(Math.scalb(factor, s));
      if (m == 1L << Rescale.MULTIPLIER_BITS) {
        m >>= 1;
        s--;
      }
      multiplier[c] = (int) m;
      shift[c] = (byte) (m == 0 ? NEUTRAL_SHIFT : s);
    }
    return new Rescale(multiplier, shift);
  }

  /** The same factor for all channels. */
  public static Rescale rescale(double factor, int channels) {
    double[] factors = new double[channels];
    Arrays.fill(factors, factor);
    return rescale(factors);
  }

  /** Factors in units of 2^-shift[c]: a second multiplier at the shift of the first. */
  public static long[] aligned(double[] factors, Rescale rescale) {
    long[] multiplier = new long[factors.length];
    for (int c = 0; c < factors.length; c++) {
      multiplier[c] = Math.round(Math.scalb(factors[c], rescale.shift[c]));
    }
    return multiplier;
  }
}

package dev.octet.quantizer.schedule;

import dev.octet.runtime.schedule.epilogue.Rescale;
import java.util.Arrays;

/** Real factors as the fixed-point multipliers of the schedule (docs/arithmetic.md, rescale). */
public final class FixedPoint {
  /** Shift of a channel whose factor is too small to matter. */
  private static final int NEUTRAL_SHIFT = 31;

  /** Finer than the accumulator's own multiplier needs beside a residual. */
  private static final int MAX_SHIFT_BESIDE_RESIDUAL = 40;

  /** Bits of a residual's multiplier: times 16 bits and a sign it stays below 2^61. */
  private static final int RESIDUAL_BITS = 45;

  /** A factor that no multiplier and shift can express: scales that are absurdly far apart. */
  public static final class FactorException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    FactorException(double factor, int maxShift) {
      super("no multiplier for the factor " + factor + " with a shift up to " + maxShift);
    }
  }

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
   * shift (docs/arithmetic.md, equation 17).
   *
   * @param factors one per channel, at least 0, below 2^20
   * @param residual factors of the residual, one per channel
   */
  public static Rescale rescaleBesideResidual(double[] factors, double[] residual) {
    int[] multiplier = new int[factors.length];
    byte[] shift = new byte[factors.length];
    for (int c = 0; c < factors.length; c++) {
      int room = RESIDUAL_BITS - 1 - Math.getExponent(residual[c]);
      set(c, factors[c], Math.min(room, MAX_SHIFT_BESIDE_RESIDUAL), multiplier, shift);
    }
    return new Rescale(multiplier, shift);
  }

  private static Rescale rescale(double[] factors, int maxShift) {
    int[] multiplier = new int[factors.length];
    byte[] shift = new byte[factors.length];
    for (int c = 0; c < factors.length; c++) {
      set(c, factors[c], maxShift, multiplier, shift);
    }
    return new Rescale(multiplier, shift);
  }

  private static void set(int c, double factor, int maxShift, int[] multiplier, byte[] shift) {
    if (!(factor >= 0) || factor >= 1 << 20 || maxShift < 1) {
      throw new FactorException(factor, maxShift);
    }
    int exponent = factor == 0 ? -1000 : Math.getExponent(factor);
    int s = Math.min(Rescale.MULTIPLIER_BITS - 1 - exponent, maxShift);
    long m = Math.round(Math.scalb(factor, s));
    if (m == 1L << Rescale.MULTIPLIER_BITS) {
      m >>= 1;
      s--;
    }
    multiplier[c] = (int) m;
    shift[c] = (byte) (m == 0 ? Math.min(NEUTRAL_SHIFT, maxShift) : s);
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

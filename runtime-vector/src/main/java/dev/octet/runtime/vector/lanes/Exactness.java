package dev.octet.runtime.vector.lanes;

import dev.octet.runtime.format.check.AccumulatorBounds;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.operation.Convolution;

/**
 * Proofs, at load, that float arithmetic on a layer's integers is exact (docs/arithmetic.md,
 * equation 43).
 */
public final class Exactness {
  /** Integers up to here are floats, and so are sums of them in any order. */
  public static final long FLOAT_LIMIT = 1L << 24;

  private Exactness() {}

  /** The largest magnitude that any partial sum can reach, of all channels. */
  public static long bound(Convolution operation, ElementType input) {
    long bound = 0;
    for (int c = 0; c < operation.bias.length; c++) {
      bound = Math.max(bound, AccumulatorBounds.convolution(operation, c, input));
    }
    return bound;
  }

  /**
   * Whether {@code x * m / 2^s} can lie exactly halfway between two integers for an integer {@code
   * 0 < |x| <= limit}: that takes an x with exactly {@code s - 1 - v2(m)} trailing zero bits, v2
   * being the trailing zero bits of m.
   */
  public static boolean tiePossible(int multiplier, int shift, double limit) {
    if (multiplier == 0) {
      return false;
    }
    int zeros = shift - 1 - Integer.numberOfTrailingZeros(multiplier);
    return zeros >= 0 && Math.scalb(1.0, zeros) <= limit;
  }
}

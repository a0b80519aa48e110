package dev.octet.runtime.schedule.epilogue;

/**
 * Per-channel fixed-point multipliers {@code m[c] * 2^-s[c]}. Applied to a 64-bit product as {@code
 * (x * m + 2^(s-1)) >> s}, the only rounding rule of the system (docs/arithmetic.md, equation 8).
 * {@code m} has at most 22 bits, so that a product with a 31-bit accumulator is exact in a double,
 * too.
 */
public final class Rescale {
  /**
   * Bits of a multiplier: {@code 0 <= m < 2^22}; normalized (2^21 or more) unless the shift is at
   * its limit.
   */
  public static final int MULTIPLIER_BITS = 22;

  /** The largest multiplier. */
  public static final int MAX_MULTIPLIER = (1 << MULTIPLIER_BITS) - 1;

  /** The largest shift. */
  public static final int MAX_SHIFT = 62;

  /** Multiplier of each output channel, 0 to 2^22 - 1. */
  public final int[] multiplier;

  /** Shift of each output channel, 1 to {@link #MAX_SHIFT}. */
  public final byte[] shift;

  /** Keeps the two arrays (same length, one entry per output channel) without copying. */
  public Rescale(int[] multiplier, byte[] shift) {
    this.multiplier = multiplier;
    this.shift = shift;
  }
}

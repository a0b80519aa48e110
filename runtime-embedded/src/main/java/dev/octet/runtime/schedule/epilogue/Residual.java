package dev.octet.runtime.schedule.epilogue;

/**
 * A second tensor added before the one rounding of an {@link Epilogue}: {@code (r - zeroPoint) *
 * multiplier[c]} at the shift of the channel's {@link Rescale} (docs/arithmetic.md, equation 11).
 */
public final class Residual {
  /** Index of the tensor that is added; same shape as the output. */
  public final int tensor;

  /** Its zero point in each channel. */
  public final int[] zeroPoint;

  /** Its multiplier in each channel, at least 0, in units of 2^-shift[c]. */
  public final long[] multiplier;

  /** Keeps the arrays without copying. */
  public Residual(int tensor, int[] zeroPoint, long[] multiplier) {
    this.tensor = tensor;
    this.zeroPoint = zeroPoint;
    this.multiplier = multiplier;
  }
}

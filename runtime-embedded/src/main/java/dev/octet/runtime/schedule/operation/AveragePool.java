package dev.octet.runtime.schedule.operation;

import dev.octet.runtime.schedule.epilogue.Rescale;

/**
 * Mean over a window: {@code acc = sum of (x - zeroPoint[c])} over the pixels inside the map, then
 * {@code clamp(((acc * m[n] + 2^(s[n]-1)) >> s[n]) + offset, low, high)} with the multiplier of the
 * divisor {@code n}.
 */
public final class AveragePool extends Operation {
  /** The sliding window (dilation 1). */
  public final Window window;

  /** Whether padding counts in the divisor. */
  public final boolean countPadding;

  /** Zero point of the input in each channel. */
  public final int[] zeroPoint;

  /** Entry n - 1 is for n pixels in the divisor; kernelHeight x kernelWidth entries. */
  public final Rescale byDivisor;

  /** Zero point of the output. */
  public final int offset;

  /** Smallest output element. */
  public final int low;

  /** Largest output element. */
  public final int high;

  /** Keeps the arrays without copying. */
  public AveragePool(
      String name,
      int input,
      int output,
      Window window,
      boolean countPadding,
      int[] zeroPoint,
      Rescale byDivisor,
      int offset,
      int low,
      int high) {
    super(name, new int[] {input}, output);
    this.window = window;
    this.countPadding = countPadding;
    this.zeroPoint = zeroPoint;
    this.byDivisor = byDivisor;
    this.offset = offset;
    this.low = low;
    this.high = high;
  }

  @Override
  public <R> R accept(OperationVisitor<R> visitor) {
    return visitor.visit(this);
  }
}

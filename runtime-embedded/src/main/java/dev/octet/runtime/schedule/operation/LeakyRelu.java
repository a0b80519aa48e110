package dev.octet.runtime.schedule.operation;

import dev.octet.runtime.schedule.epilogue.Rescale;

/**
 * LeakyReLU: {@code acc = x - zeroPoint[c]}, then the rescaling for its sign, the offset and the
 * saturation of the output's type (docs/arithmetic.md, equation 10). The slope may differ by
 * channel.
 */
public final class LeakyRelu extends Operation {
  /** Zero point of the input in each channel. */
  public final int[] zeroPoint;

  /** Accumulators of at least 0 to output units. */
  public final Rescale above;

  /** Accumulators below 0 to output units; multipliers may be negative, as trained slopes may. */
  public final Rescale below;

  /** The output's zero point in each channel. */
  public final int[] offset;

  /** Keeps the arrays (one entry per channel) without copying. */
  public LeakyRelu(
      String name,
      int input,
      int output,
      int[] zeroPoint,
      Rescale above,
      Rescale below,
      int[] offset) {
    super(name, new int[] {input}, output);
    this.zeroPoint = zeroPoint;
    this.above = above;
    this.below = below;
    this.offset = offset;
  }

  @Override
  public <R> R accept(OperationVisitor<R> visitor) {
    return visitor.visit(this);
  }
}

package dev.octet.runtime.schedule.operation;

/**
 * The channels of each pixel over their Euclidean length (docs/arithmetic.md, equation 41). All
 * channels of the input have one scale and one zero point; the output's step is {@code
 * 2^-fractionBits}.
 */
public final class L2Normalize extends Operation {
  /** The input's zero point. */
  public final int zeroPoint;

  /** What a sum of squares is at least, in the input's squared steps; 1 or more. */
  public final long least;

  /** Fraction bits of the output, 1 to 15. */
  public final int fractionBits;

  /** The output's zero point. */
  public final int offset;

  /** Keeps the numbers. */
  public L2Normalize(
      String name, int input, int output, int zeroPoint, long least, int fractionBits, int offset) {
    super(name, new int[] {input}, output);
    this.zeroPoint = zeroPoint;
    this.least = least;
    this.fractionBits = fractionBits;
    this.offset = offset;
  }

  @Override
  public <R> R accept(OperationVisitor<R> visitor) {
    return visitor.visit(this);
  }
}

package dev.octet.runtime.schedule.operation;

/**
 * Softmax over the channels of each pixel (docs/arithmetic.md, equation 40). All channels of the
 * input have one scale and one zero point; the output's step is {@code 2^-fractionBits}.
 */
public final class Softmax extends Operation {
  /** Multiplier of a difference of elements; it becomes a power of two with 15 fraction bits. */
  public final int multiplier;

  /** Its shift. */
  public final int shift;

  /** Fraction bits of the output, 1 to 15. */
  public final int fractionBits;

  /** The output's zero point. */
  public final int offset;

  /** Keeps the numbers. */
  public Softmax(
      String name, int input, int output, int multiplier, int shift, int fractionBits, int offset) {
    super(name, new int[] {input}, output);
    this.multiplier = multiplier;
    this.shift = shift;
    this.fractionBits = fractionBits;
    this.offset = offset;
  }

  @Override
  public <R> R accept(OperationVisitor<R> visitor) {
    return visitor.visit(this);
  }
}

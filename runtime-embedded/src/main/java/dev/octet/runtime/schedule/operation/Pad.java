package dev.octet.runtime.schedule.operation;

/**
 * Constant border around a map; same type and scale. Kept only where no convolution could take it
 * in.
 */
public final class Pad extends Operation {
  /** Rows above. */
  public final int top;

  /** Columns on the left. */
  public final int left;

  /** Rows below. */
  public final int bottom;

  /** Columns on the right. */
  public final int right;

  /** The border's element in each channel. */
  public final short[] value;

  /** Keeps the array without copying. */
  public Pad(
      String name, int input, int output, int top, int left, int bottom, int right, short[] value) {
    super(name, new int[] {input}, output);
    this.top = top;
    this.left = left;
    this.bottom = bottom;
    this.right = right;
    this.value = value;
  }

  @Override
  public <R> R accept(OperationVisitor<R> visitor) {
    return visitor.visit(this);
  }
}

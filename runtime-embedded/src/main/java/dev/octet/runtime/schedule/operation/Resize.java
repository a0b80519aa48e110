package dev.octet.runtime.schedule.operation;

/**
 * Another height and width (docs/arithmetic.md, equation 38): each output pixel lies between the
 * input rows {@code rows[y]} and the next, and the columns {@code columns[x]} and the next; after
 * the last there is the last again. Type and scale stay.
 */
public final class Resize extends Operation {
  /** Bits of a weight. */
  public static final int WEIGHT_BITS = 11;

  /** One input row for each output row. */
  public final int[] rows;

  /** Share of the next row, in units of 2^-{@link #WEIGHT_BITS}, for each output row. */
  public final short[] down;

  /** One input column for each output column. */
  public final int[] columns;

  /** Share of the next column, in the same units. */
  public final short[] right;

  /** Keeps the arrays without copying. */
  public Resize(
      String name, int input, int output, int[] rows, short[] down, int[] columns, short[] right) {
    super(name, new int[] {input}, output);
    this.rows = rows;
    this.down = down;
    this.columns = columns;
    this.right = right;
  }

  @Override
  public <R> R accept(OperationVisitor<R> visitor) {
    return visitor.visit(this);
  }
}

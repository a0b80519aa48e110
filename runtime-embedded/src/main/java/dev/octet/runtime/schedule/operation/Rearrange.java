package dev.octet.runtime.schedule.operation;

/**
 * Moves elements (docs/arithmetic.md, equation 37): element (y, x, c) of the output is element
 * {@code rows[y] + columns[x] + depth[c]} of the input, counted from its first, or {@code fill[c]}
 * where one of the three is -1. Type and scale stay.
 */
public final class Rearrange extends Operation {
  /** One entry for each row of the output. */
  public final int[] rows;

  /** One entry for each column of the output. */
  public final int[] columns;

  /** One entry for each channel of the output. */
  public final int[] depth;

  /** The element of each channel that comes from nowhere. */
  public final short[] fill;

  /** Keeps the arrays without copying. */
  public Rearrange(
      String name, int input, int output, int[] rows, int[] columns, int[] depth, short[] fill) {
    super(name, new int[] {input}, output);
    this.rows = rows;
    this.columns = columns;
    this.depth = depth;
    this.fill = fill;
  }

  @Override
  public <R> R accept(OperationVisitor<R> visitor) {
    return visitor.visit(this);
  }
}

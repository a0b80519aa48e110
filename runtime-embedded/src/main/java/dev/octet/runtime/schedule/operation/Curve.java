package dev.octet.runtime.schedule.operation;

import dev.octet.runtime.schedule.epilogue.Rescale;

/**
 * Any function of one value, as a table between whose entries is interpolated (docs/arithmetic.md,
 * equation 39).
 */
public final class Curve extends Operation {
  /** Bits of an argument below the table's index. */
  public static final int FRACTION_BITS = 7;

  /** Entries of the table: of arguments -2^15 to 2^15, one in 2^{@link #FRACTION_BITS}. */
  public static final int ENTRIES = (1 << 16 - FRACTION_BITS) + 1;

  /** Zero point of the input in each channel. */
  public final int[] zeroPoint;

  /** From the input to the table's arguments. */
  public final Rescale argument;

  /** The function's values. */
  public final short[] table;

  /** From the table's values to the output. */
  public final Rescale value;

  /** The output's zero point in each channel. */
  public final int[] offset;

  /** Keeps the arrays (one entry per channel, but for the table) without copying. */
  public Curve(
      String name,
      int input,
      int output,
      int[] zeroPoint,
      Rescale argument,
      short[] table,
      Rescale value,
      int[] offset) {
    super(name, new int[] {input}, output);
    this.zeroPoint = zeroPoint;
    this.argument = argument;
    this.table = table;
    this.value = value;
    this.offset = offset;
  }

  @Override
  public <R> R accept(OperationVisitor<R> visitor) {
    return visitor.visit(this);
  }
}

package dev.octet.runtime.schedule.operation;

/** One step of the schedule. Tensors are named by their index in the schedule. */
public abstract class Operation {
  private final String name;
  private final int[] inputs;
  private final int output;

  Operation(String name, int[] inputs, int output) {
    this.name = name;
    this.inputs = inputs;
    this.output = output;
  }

  /** The float layers this step was made of, for reports. */
  public final String name() {
    return name;
  }

  /** Number of tensors read, a residual included (it is the last). */
  public final int inputCount() {
    return inputs.length;
  }

  /** Index of a tensor that is read. */
  public final int input(int position) {
    return inputs[position];
  }

  /** Index of the tensor that is written. */
  public final int output() {
    return output;
  }

  /** Calls the visitor's method for this kind of operation. */
  public abstract <R> R accept(OperationVisitor<R> visitor);

  /**
   * Whether the output may lie exactly over an input of the same storage and shape that no later
   * step reads.
   */
  public boolean worksInPlace() {
    return false;
  }
}

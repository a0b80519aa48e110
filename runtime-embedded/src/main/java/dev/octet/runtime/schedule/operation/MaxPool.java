package dev.octet.runtime.schedule.operation;

/**
 * Largest element in a window; padding never wins. Input and output have the same type and scale.
 */
public final class MaxPool extends Operation {
  /** The sliding window. */
  public final Window window;

  /** Makes a max pool. */
  public MaxPool(String name, int input, int output, Window window) {
    super(name, new int[] {input}, output);
    this.window = window;
  }

  @Override
  public <R> R accept(OperationVisitor<R> visitor) {
    return visitor.visit(this);
  }
}

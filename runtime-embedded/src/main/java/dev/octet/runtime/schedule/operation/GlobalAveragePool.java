package dev.octet.runtime.schedule.operation;

import dev.octet.runtime.schedule.epilogue.Epilogue;

/**
 * Mean over all pixels: {@code acc = sum(x) - pixels * zeroPoint[c]}, then the (linear or
 * hard-swish) epilogue, whose multiplier holds the division by the number of pixels.
 */
public final class GlobalAveragePool extends Operation {
  /** Zero point of the input in each channel. */
  public final int[] zeroPoint;

  /** Accumulator to output element. */
  public final Epilogue epilogue;

  /** Keeps the arrays without copying. */
  public GlobalAveragePool(String name, int input, int output, int[] zeroPoint, Epilogue epilogue) {
    super(name, new int[] {input}, output);
    this.zeroPoint = zeroPoint;
    this.epilogue = epilogue;
  }

  @Override
  public <R> R accept(OperationVisitor<R> visitor) {
    return visitor.visit(this);
  }
}

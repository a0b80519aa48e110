package dev.octet.runtime.schedule.operation;

import dev.octet.runtime.schedule.epilogue.Epilogue;

/**
 * Product of two tensors, the squeeze-excite gate: {@code acc = (x - xZeroPoint[c]) * (g -
 * gateZeroPoint)}, then the (linear) epilogue. The gate has the input's shape, or is 1 x 1 x
 * channels and serves all pixels.
 */
public final class Multiply extends Operation {
  /** Zero point of the first input in each channel. */
  public final int[] zeroPoint;

  /** Zero point of the gate. */
  public final int gateZeroPoint;

  /** Accumulator (up to 33 bits) to output element. */
  public final Epilogue epilogue;

  /** Keeps the arrays without copying. */
  public Multiply(
      String name,
      int input,
      int gate,
      int output,
      int[] zeroPoint,
      int gateZeroPoint,
      Epilogue epilogue) {
    super(name, new int[] {input, gate}, output);
    this.zeroPoint = zeroPoint;
    this.gateZeroPoint = gateZeroPoint;
    this.epilogue = epilogue;
  }

  @Override
  public <R> R accept(OperationVisitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public boolean worksInPlace() {
    return true;
  }
}

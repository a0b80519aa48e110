package dev.octet.runtime.schedule.operation;

import dev.octet.runtime.schedule.epilogue.Epilogue;

/**
 * An activation or a change of scale that could not be fused, or an addition: {@code acc = x -
 * zeroPoint[c]}, then the epilogue, whose residual is the second summand.
 */
public final class Elementwise extends Operation {
  /** Zero point of the input in each channel. */
  public final int[] zeroPoint;

  /** Accumulator to output element. */
  public final Epilogue epilogue;

  /** Keeps the arrays without copying. */
  public Elementwise(String name, int input, int output, int[] zeroPoint, Epilogue epilogue) {
    super(
        name,
        epilogue.residual == null ? new int[] {input} : new int[] {input, epilogue.residual.tensor},
        output);
    this.zeroPoint = zeroPoint;
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

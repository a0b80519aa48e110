package dev.octet.runtime.schedule.operation;

import dev.octet.runtime.schedule.epilogue.Epilogue;

/**
 * Channels of several maps of the same size one after another, each rescaled to the output by a
 * linear epilogue.
 */
public final class Concat extends Operation {
  /** Zero points of each input, [input][channel]. */
  public final int[][] zeroPoint;

  /** One linear epilogue for each input, with as many channels as that input. */
  public final Epilogue[] epilogue;

  /** Keeps the arrays without copying. */
  public Concat(String name, int[] inputs, int output, int[][] zeroPoint, Epilogue[] epilogue) {
    super(name, inputs.clone(), output);
    this.zeroPoint = zeroPoint;
    this.epilogue = epilogue;
  }

  @Override
  public <R> R accept(OperationVisitor<R> visitor) {
    return visitor.visit(this);
  }
}

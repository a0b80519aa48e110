package dev.octet.runtime.schedule.operation;

import dev.octet.runtime.schedule.epilogue.Epilogue;

/**
 * Convolution of any group count (docs/arithmetic.md, equation 3); also depthwise convolution
 * (groups = input channels) and fully connected layer (1x1 window on a 1x1 map). {@code acc =
 * bias[o] + sum x * w} over raw elements: the input's zero point is folded into the bias, and
 * padding reads {@code padValue} of its channel. Accumulators fit 32 bits on int8 inputs and 40 on
 * int16.
 */
public final class Convolution extends Operation {
  /** The sliding window. */
  public final Window window;

  /** Channel groups; divides the input's and the output's channels. */
  public final int groups;

  /** Weights, [outputChannels][kernelHeight][kernelWidth][inputChannels / groups], -127 to 127. */
  public final Weights weights;

  /** Bias of each output channel with the zero points folded in, at accumulator scale. */
  public final int[] bias;

  /** What padding reads in each input channel: the element nearest to 0.0. */
  public final short[] padValue;

  /** Accumulator to output element. */
  public final Epilogue epilogue;

  /** Keeps the arrays without copying. */
  public Convolution(
      String name,
      int input,
      int output,
      Window window,
      int groups,
      Weights weights,
      int[] bias,
      short[] padValue,
      Epilogue epilogue) {
    super(
        name,
        epilogue.residual == null ? new int[] {input} : new int[] {input, epilogue.residual.tensor},
        output);
    this.window = window;
    this.groups = groups;
    this.weights = weights;
    this.bias = bias;
    this.padValue = padValue;
    this.epilogue = epilogue;
  }

  @Override
  public <R> R accept(OperationVisitor<R> visitor) {
    return visitor.visit(this);
  }
}

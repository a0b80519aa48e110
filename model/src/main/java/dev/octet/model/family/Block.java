package dev.octet.model.family;

/**
 * One block of a family: {@code [1x1 -> activation ->] depthwise -> activation -> [gate ->] 1x1}.
 * Whether the first 1x1 (the expansion) is there is seen in the shapes.
 *
 * @param kernel rows and columns of the depthwise convolution
 * @param stride its stride
 * @param dilation its dilation
 * @param repeat whether this is a further block of its stage: as many channels out as in, and with
 *     them a residual in the families that have residuals
 * @param gate whether there is a squeeze-excite
 * @param activation of the expansion and the depthwise convolution
 * @param times how often the block's weights are used in a row
 */
record Block(
    int kernel,
    int stride,
    int dilation,
    boolean repeat,
    boolean gate,
    ActivationKind activation,
    int times) {
  /** The same block with another stride. */
  Block with(Stride other) {
    return new Block(kernel, other.stride(), other.dilation(), repeat, gate, activation, times);
  }
}

package dev.octet.runtime.schedule.operation;

/**
 * One method for each kind of operation, so that whoever handles operations (kernel sets, writer,
 * validator, planner) cannot forget a kind.
 *
 * @param <R> what the visit returns
 */
public interface OperationVisitor<R> {
  /** Visits a convolution, a depthwise convolution or a fully connected layer. */
  R visit(Convolution operation);

  /** Visits an activation, a change of scale or an addition. */
  R visit(Elementwise operation);

  /** Visits a product of two tensors. */
  R visit(Multiply operation);

  /** Visits a LeakyReLU. */
  R visit(LeakyRelu operation);

  /** Visits a mean over all pixels. */
  R visit(GlobalAveragePool operation);

  /** Visits a mean over a window. */
  R visit(AveragePool operation);

  /** Visits a maximum over a window. */
  R visit(MaxPool operation);

  /** Visits a concatenation of channels. */
  R visit(Concat operation);

  /** Visits a border around a map. */
  R visit(Pad operation);

  /** Visits elements that move. */
  R visit(Rearrange operation);

  /** Visits a change of height and width. */
  R visit(Resize operation);

  /** Visits a function given by a table. */
  R visit(Curve operation);

  /** Visits a softmax over channels. */
  R visit(Softmax operation);

  /** Visits a division by the Euclidean length of the channels. */
  R visit(L2Normalize operation);
}

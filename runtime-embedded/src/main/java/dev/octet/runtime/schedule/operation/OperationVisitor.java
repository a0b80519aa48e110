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
}

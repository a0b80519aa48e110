package dev.octet.model.family;

import dev.octet.model.graph.Op;

/** The activations of the families. */
enum Activation {
  RELU(new Op.Clip(0f, Float.POSITIVE_INFINITY)),
  RELU6(new Op.Clip(0f, 6f)),
  HARD_SWISH(new Op.HardSwish());

  private final Op op;

  Activation(Op op) {
    this.op = op;
  }

  Op op() {
    return op;
  }
}

package dev.octet.model.family;

import dev.octet.model.graph.Op;

/** The activations of the families. */
enum ActivationKind {
  RELU(new Op.Clip(0f, Float.POSITIVE_INFINITY)),
  RELU6(new Op.Clip(0f, 6f)),
  HARD_SWISH(new Op.HardSwish());

  private final Op op;

  ActivationKind(Op op) {
    this.op = op;
  }

  Op op() {
    return op;
  }
}

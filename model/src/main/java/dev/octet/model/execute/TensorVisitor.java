package dev.octet.model.execute;

import dev.octet.model.graph.Shape;

/** Sees every tensor of a float execution, in order of computation, the input first. */
@FunctionalInterface
public interface TensorVisitor {
  /**
   * Looks at one tensor. Except for the input, which is the caller's own array, the elements may be
   * changed: the rest of the network reads what the visitor leaves behind, so that the effect of
   * one tensor's rounding can be studied.
   *
   * @param tensor its name
   * @param shape its shape
   * @param values its elements, HWC, from index 0; valid only during the call, possibly longer than
   *     the tensor
   */
  void visit(String tensor, Shape shape, float[] values);
}

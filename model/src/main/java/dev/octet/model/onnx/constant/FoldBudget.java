package dev.octet.model.onnx.constant;

import dev.octet.model.file.MemoryBudget;
import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawNode;

/** Keeps a small file from asking for a large computation. */
public final class FoldBudget {
  /** A float and the index of the element it comes from. */
  private static final int ELEMENT_BYTES = 8;

  private final MemoryBudget budget;

  /**
   * The budget of a graph.
   *
   * @param budget what its file may use
   */
  public FoldBudget(MemoryBudget budget) {
    this.budget = budget;
  }

  /** Takes the elements of a shape off the budget and returns their number. */
  public int take(RawNode node, int... dims) {
    long elements = Constant.elements(dims);
    if (elements < 0) {
      throw OnnxErrors.invalid(node, "its output would have a negative extent");
    }
    if (!budget.take(elements, ELEMENT_BYTES)) {
      throw OnnxErrors.invalid(node, "it computes too many constants for a file of its size");
    }
    return (int) elements;
  }
}

package dev.octet.model.onnx.constant;

import dev.octet.model.Limits;
import dev.octet.model.onnx.OnnxErrors;
import dev.octet.model.onnx.RawNode;

/** Keeps a small file from asking for a large computation. */
public final class FoldBudget {
  private final int opset;
  private long left = Limits.COMPUTED_ELEMENTS;

  /** A full budget for a graph of an opset. */
  public FoldBudget(int opset) {
    this.opset = opset;
  }

  /** Version of ONNX's operators. */
  public int opset() {
    return opset;
  }

  /** Takes the elements of a shape off the budget and returns their number. */
  public int take(RawNode node, int... dims) {
    long elements = Constant.elements(dims);
    if (elements < 0) {
      throw OnnxErrors.invalid(node, "its output would have a negative extent");
    }
    if (elements > left) {
      throw OnnxErrors.invalid(node, "it computes too many constants");
    }
    left -= elements;
    return (int) elements;
  }
}

package dev.octet.model.onnx.constant;

import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.RawNode;
import java.util.List;

/** Evaluates one operator whose inputs are all constants. */
@FunctionalInterface
public interface ConstantFolder {
  /**
   * Evaluates a node.
   *
   * @param node the node
   * @param inputs its inputs; null where an optional one is left out
   * @param budget charged for a value before it is computed
   * @return one constant per output
   */
  List<Constant> fold(RawNode node, List<Constant> inputs, FoldBudget budget);
}

package dev.octet.model.onnx.constant;

import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawNode;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * Operators on one tensor, element by element.
 *
 * @param floats on floating-point elements
 * @param longs on integers
 */
record UnaryFolder(DoubleUnaryOperator floats, LongUnaryOperator longs) implements ConstantFolder {
  @Override
  public List<Constant> fold(RawNode node, List<Constant> inputs, FoldBudget budget) {
    if (inputs.isEmpty() || inputs.get(0) == null) {
      throw OnnxErrors.invalid(node, "its input is missing");
    }
    Constant in = inputs.get(0);
    int size = budget.take(node, in.dims());
    if (in.isFloat()) {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = (float) floats.applyAsDouble(in.number(i));
      }
      return List.of(Constant.ofFloats(node.output(), in.dims(), values));
    }
    long[] values = new long[size];
    for (int i = 0; i < size; i++) {
      values[i] = longs.applyAsLong(in.integer(i));
    }
    return List.of(Constant.ofLongs(node.output(), in.dims(), values));
  }
}

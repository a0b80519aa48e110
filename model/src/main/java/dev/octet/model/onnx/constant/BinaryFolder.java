package dev.octet.model.onnx.constant;

import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawNode;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/**
 * Operators on two (or more) tensors, element by element, with broadcasting.
 *
 * @param floats on floating-point elements
 * @param longs on integers
 * @param logical whether the result is 0 or 1 and not a number of the inputs' type
 */
record BinaryFolder(DoubleBinaryOperator floats, LongBinaryOperator longs, boolean logical)
    implements ConstantFolder {
  static BinaryFolder arithmetic(DoubleBinaryOperator floats, LongBinaryOperator longs) {
    return new BinaryFolder(floats, longs, false);
  }

  /** A comparison, from the sign of {@code Double.compare}-like differences. */
  static BinaryFolder comparison(LongBinaryOperator longs, DoubleBinaryOperator floats) {
    return new BinaryFolder(floats, longs, true);
  }

  @Override
  public List<Constant> fold(RawNode node, List<Constant> inputs, FoldBudget budget) {
    if (inputs.isEmpty() || inputs.contains(null)) {
      throw OnnxErrors.invalid(node, "an input is missing");
    }
    Constant result = inputs.get(0);
    for (Constant next : inputs.subList(1, inputs.size())) {
      result = fold(node, result, next, budget);
    }
    return List.of(result);
  }

  private Constant fold(RawNode node, Constant a, Constant b, FoldBudget budget) {
    int[] dims = Dims.broadcast(node, a.dims(), b.dims());
    int size = budget.take(node, dims);
    int[] fromA = Dims.sources(a.dims(), dims);
    int[] fromB = Dims.sources(b.dims(), dims);
    if (a.isFloat() || b.isFloat()) {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = (float) floats.applyAsDouble(a.number(fromA[i]), b.number(fromB[i]));
      }
      Constant result = Constant.ofFloats(node.output(), dims, values);
      return logical ? Constant.ofLongs(node.output(), dims, result.longs()) : result;
    }
    long[] values = new long[size];
    try {
      for (int i = 0; i < size; i++) {
        values[i] = longs.applyAsLong(a.integer(fromA[i]), b.integer(fromB[i]));
      }
    } catch (ArithmeticException e) {
      throw OnnxErrors.invalid(node, "it divides by zero");
    }
    return Constant.ofLongs(node.output(), dims, values);
  }
}

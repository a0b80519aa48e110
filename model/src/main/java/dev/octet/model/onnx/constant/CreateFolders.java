package dev.octet.model.onnx.constant;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawAttributes;
import dev.octet.model.onnx.raw.RawNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Operators that make constants of little or nothing. */
final class CreateFolders {
  private CreateFolders() {}

  static List<Constant> constant(RawNode node, List<Constant> inputs, FoldBudget budget) {
    RawAttributes attributes = node.attributes();
    String name = node.output();
    Optional<Constant> tensor = attributes.tensor("value");
    if (tensor.isPresent()) {
      return List.of(tensor.get().reshaped(name, tensor.get().dims()));
    }
    if (attributes.has("value_float")) {
      return List.of(Constant.ofFloats(name, new int[0], attributes.number("value_float", 0)));
    }
    if (attributes.has("value_int")) {
      return List.of(Constant.ofLongs(name, new int[0], attributes.integer("value_int", 0)));
    }
    Optional<long[]> integers = attributes.integers("value_ints");
    if (integers.isPresent()) {
      return List.of(Constant.ofList(name, integers.get()));
    }
    Optional<float[]> numbers = attributes.numbers("value_floats");
    if (numbers.isPresent()) {
      int[] dims = {numbers.get().length};
      return List.of(Constant.ofFloats(name, dims, numbers.get()));
    }
    throw OnnxErrors.unsupported(
        node, "a constant that is no dense tensor of numbers", "export the model without it");
  }

  static List<Constant> constantOfShape(RawNode node, List<Constant> inputs, FoldBudget budget) {
    int[] dims = SelectFolders.extents(node, ShapeFolders.first(node, inputs));
    Constant value =
        node.attributes().tensor("value").orElse(Constant.ofFloats(node.name(), new int[] {1}, 0));
    if (value.size() != 1) {
      throw OnnxErrors.invalid(node, "its value has " + value.size() + " elements");
    }
    return List.of(value.picked(node.output(), dims, new int[budget.take(node, dims)]));
  }

  static List<Constant> range(RawNode node, List<Constant> inputs, FoldBudget budget) {
    Constant start = ShapeFolders.first(node, inputs);
    Constant limit = ShapeFolders.second(node, inputs);
    Constant delta = ShapeFolders.input(node, inputs, 2);
    if (start.size() != 1 || limit.size() != 1 || delta.size() != 1 || delta.number(0) == 0) {
      throw OnnxErrors.invalid(node, "its start, limit or step is not one number");
    }
    double steps = Math.ceil((limit.number(0) - start.number(0)) / delta.number(0));
    int[] dims = {(int) Math.max(0, Math.min(Integer.MAX_VALUE, steps))};
    budget.take(node, dims);
    if (start.isFloat()) {
      float[] values = new float[dims[0]];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (start.number(0) + i * delta.number(0));
      }
      return List.of(Constant.ofFloats(node.output(), dims, values));
    }
    long[] values = new long[dims[0]];
    Arrays.setAll(values, i -> start.integer(0) + i * delta.integer(0));
    return List.of(Constant.ofLongs(node.output(), dims, values));
  }

  static List<Constant> cast(RawNode node, List<Constant> inputs, FoldBudget budget) {
    Constant in = ShapeFolders.first(node, inputs);
    long to = node.attributes().integer("to", 0);
    if (isFloat(to) && in.isFloat()) {
      return List.of(in);
    }
    budget.take(node, in.dims());
    if (isFloat(to)) {
      return List.of(Constant.ofFloats(in.name(), in.dims(), in.floats()));
    }
    long[] values = in.longs();
    if (to == DataType.BOOL_VALUE) {
      values = new long[in.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = in.number(i) == 0 ? 0 : 1;
      }
    }
    return List.of(Constant.ofLongs(in.name(), in.dims(), values));
  }

  static List<Constant> castLike(RawNode node, List<Constant> inputs, FoldBudget budget) {
    Constant in = ShapeFolders.first(node, inputs);
    budget.take(node, in.dims());
    return List.of(
        ShapeFolders.second(node, inputs).isFloat()
            ? Constant.ofFloats(in.name(), in.dims(), in.floats())
            : Constant.ofLongs(in.name(), in.dims(), in.longs()));
  }

  /** Whether an ONNX data type is a floating-point one. */
  static boolean isFloat(long dataType) {
    return dataType == DataType.FLOAT_VALUE
        || dataType == DataType.FLOAT16_VALUE
        || dataType == DataType.DOUBLE_VALUE
        || dataType == DataType.BFLOAT16_VALUE;
  }
}

package dev.octet.model.onnx.constant;

import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawNode;
import java.util.List;

/** Operators that only change a constant's shape. */
final class ShapeFolders {
  private ShapeFolders() {}

  static List<Constant> identity(RawNode node, List<Constant> inputs, FoldBudget budget) {
    Constant in = first(node, inputs);
    return List.of(in.reshaped(in.name(), in.dims()));
  }

  static List<Constant> shape(RawNode node, List<Constant> inputs, FoldBudget budget) {
    return List.of(shapeOf(node, first(node, inputs).dims()));
  }

  static List<Constant> size(RawNode node, List<Constant> inputs, FoldBudget budget) {
    return List.of(Constant.ofLongs(node.output(), new int[0], first(node, inputs).size()));
  }

  static List<Constant> reshape(RawNode node, List<Constant> inputs, FoldBudget budget) {
    Constant in = first(node, inputs);
    boolean allowZero = node.attributes().integer("allowzero", 0) != 0;
    int[] dims = Dims.reshape(node, in.dims(), second(node, inputs).longs(), allowZero);
    return List.of(in.reshaped(in.name(), dims));
  }

  static List<Constant> flatten(RawNode node, List<Constant> inputs, FoldBudget budget) {
    Constant in = first(node, inputs);
    long axis = node.attributes().integer("axis", 1);
    int split = axis == in.rank() ? in.rank() : Dims.axis(node, axis, in.rank());
    int rows = 1;
    for (int i = 0; i < split; i++) {
      rows *= in.dims()[i];
    }
    return List.of(in.reshaped(in.name(), rows, rows == 0 ? 0 : in.size() / rows));
  }

  static List<Constant> squeeze(RawNode node, List<Constant> inputs, FoldBudget budget) {
    Constant in = first(node, inputs);
    int[] axes = Dims.axes(node, axes(node, inputs), in.rank());
    return List.of(in.reshaped(in.name(), Dims.squeeze(node, in.dims(), axes)));
  }

  static List<Constant> unsqueeze(RawNode node, List<Constant> inputs, FoldBudget budget) {
    Constant in = first(node, inputs);
    long[] named = axes(node, inputs);
    int[] axes = Dims.axes(node, named, in.rank() + named.length);
    return List.of(in.reshaped(in.name(), Dims.unsqueeze(in.dims(), axes)));
  }

  /** The extents of a tensor between {@code start} and {@code end}, as Shape gives them. */
  static Constant shapeOf(RawNode node, int... dims) {
    int start = clamp(node.attributes().integer("start", 0), dims.length);
    int end = clamp(node.attributes().integer("end", dims.length), dims.length);
    long[] values = new long[Math.max(0, end - start)];
    for (int i = 0; i < values.length; i++) {
      values[i] = dims[start + i];
    }
    return Constant.ofList(node.output(), values);
  }

  private static int clamp(long position, int rank) {
    return (int) Math.max(0, Math.min(rank, position < 0 ? position + rank : position));
  }

  /** Axes as the second input (opset 13 on) or as an attribute. */
  static long[] axes(RawNode node, List<Constant> inputs) {
    if (inputs.size() > 1 && inputs.get(1) != null) {
      return inputs.get(1).longs();
    }
    return node.attributes().integers("axes").orElse(new long[0]);
  }

  static Constant first(RawNode node, List<Constant> inputs) {
    return input(node, inputs, 0);
  }

  static Constant second(RawNode node, List<Constant> inputs) {
    return input(node, inputs, 1);
  }

  static Constant input(RawNode node, List<Constant> inputs, int index) {
    Constant input = index < inputs.size() ? inputs.get(index) : null;
    if (input == null) {
      throw OnnxErrors.invalid(node, "input " + index + " is missing");
    }
    return input;
  }
}

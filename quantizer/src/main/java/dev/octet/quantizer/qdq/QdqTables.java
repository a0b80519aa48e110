package dev.octet.quantizer.qdq;

import static dev.octet.quantizer.qdq.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Curve;
import dev.octet.runtime.schedule.operation.L2Normalize;
import dev.octet.runtime.schedule.operation.Rearrange;
import dev.octet.runtime.schedule.operation.Resize;
import dev.octet.runtime.schedule.operation.Softmax;
import java.util.Arrays;
import java.util.List;

/** Steps that are given by tables, and those over the channels of a pixel, in ONNX operators. */
final class QdqTables {
  private static final int CHANNELS = 1;
  private static final int ROWS = 2;
  private static final int COLUMNS = 3;
  private static final int INT64 = TensorProto.DataType.INT64_VALUE;

  private final OnnxGraph graph;
  private final QdqTensors tensors;

  QdqTables(OnnxGraph graph, QdqTensors tensors) {
    this.graph = graph;
    this.tensors = tensors;
  }

  /** Elements are gathered from the whole input, behind which the filling values stand. */
  String add(Rearrange op, String input) {
    TensorSpec in = tensors.spec(op.input(0));
    TensorSpec out = tensors.spec(op.output());
    String name = out.name();
    double[] fill = new double[out.channels()];
    Arrays.setAll(fill, c -> out.real(op.fill[c], c));
    String last =
        graph.node("Transpose", name + "_hwc", List.of(input), attribute("perm", 0, 2, 3, 1));
    String flat = reshaped(name + "_flat", last, -1);
    String all =
        graph.node(
            "Concat",
            name + "_filled",
            List.of(flat, graph.floats(name + "_fill", fill, fill.length)),
            attribute("axis", 0L));
    int channels = out.channels();
    String indices =
        graph.integers(
            name + "_indices",
            TensorProto.DataType.INT64,
            out.elements(),
            i -> {
              int row = op.rows[i / channels / out.width()];
              int column = op.columns[i / channels % out.width()];
              int depth = op.depth[i % channels];
              boolean filled = row < 0 || column < 0 || depth < 0;
              return filled ? in.elements() + i % channels : row + column + depth;
            },
            out.elements());
    String moved =
        graph.node("Gather", name + "_moved", List.of(all, indices), attribute("axis", 0L));
    String map = reshaped(name + "_map", moved, 1, out.height(), out.width(), channels);
    return graph.node("Transpose", name + "_chw", List.of(map), attribute("perm", 0, 3, 1, 2));
  }

  /** Rows, then columns, between two neighbours each. */
  String add(Resize op, String input) {
    TensorSpec in = tensors.spec(op.input(0));
    String name = tensors.spec(op.output()).name();
    String rows = between(name + "_rows", input, ROWS, op.rows, op.down, in.height() - 1);
    return between(name + "_columns", rows, COLUMNS, op.columns, op.right, in.width() - 1);
  }

  private String between(
      String name, String input, int axis, int[] first, short[] weight, int last) {
    double[] share = new double[weight.length];
    Arrays.setAll(share, i -> Math.scalb((double) weight[i], -Resize.WEIGHT_BITS));
    long[] extents = axis == ROWS ? new long[] {share.length, 1} : new long[] {share.length};
    int[] next = Arrays.stream(first).map(i -> Math.min(i + 1, last)).toArray();
    String a = gathered(name + "_first", input, axis, first);
    String b = gathered(name + "_next", input, axis, next);
    return interpolated(name, a, b, graph.floats(name + "_share", share, extents));
  }

  private String gathered(String name, String input, long axis, int... indices) {
    return graph.node(
        "Gather", name, List.of(input, integers(name + "_at", indices)), attribute("axis", axis));
  }

  private String interpolated(String name, String a, String b, String share) {
    String step = graph.node("Sub", name + "_step", List.of(b, a));
    String part = graph.node("Mul", name + "_part", List.of(step, share));
    return graph.node("Add", name + "_between", List.of(a, part));
  }

  /** The table's entries on both sides of each value, and between them. */
  String add(Curve op, String input) {
    TensorSpec in = tensors.spec(op.input(0));
    TensorSpec out = tensors.spec(op.output());
    String name = out.name();
    int channels = out.channels();
    double[] toIndex = new double[channels];
    double[] toReal = new double[channels];
    for (int c = 0; c < channels; c++) {
      toIndex[c] =
          Math.scalb(
              op.argument.multiplier[c] / in.scale(c), -op.argument.shift[c] - Curve.FRACTION_BITS);
      toReal[c] = Math.scalb(op.value.multiplier[c] * out.scale(c), -op.value.shift[c]);
    }
    int middle = Curve.ENTRIES / 2;
    String index = graph.plus(graph.times(input, toIndex), new double[] {middle});
    String inside =
        graph.node(
            "Clip",
            name + "_inside",
            List.of(
                index,
                graph.floats(name + "_least", new double[] {0}),
                graph.floats(name + "_most", new double[] {Curve.ENTRIES - 1.01})));
    String whole = graph.node("Floor", name + "_whole", List.of(inside));
    String share = graph.node("Sub", name + "_share", List.of(inside, whole));
    String at = graph.node("Cast", name + "_at", List.of(whole), attribute("to", (long) INT64));
    String a = entries(name + "_first", op.table, 0, at);
    String b = entries(name + "_next", op.table, 1, at);
    String exact = graph.plus(interpolated(name, a, b, share), new double[] {0.5});
    return graph.times(graph.node("Floor", name + "_rounded", List.of(exact)), toReal);
  }

  private String entries(String name, short[] table, int from, String at) {
    double[] values = new double[table.length - 1];
    Arrays.setAll(values, i -> table[from + i]);
    String entries = graph.floats(name + "_table", values, values.length);
    return graph.node("Gather", name, List.of(entries, at), attribute("axis", 0L));
  }

  String add(Softmax op, String input) {
    String name = tensors.spec(op.output()).name();
    return graph.node(
        "Softmax", name + "_softmax", List.of(input), attribute("axis", (long) CHANNELS));
  }

  String add(L2Normalize op, String input) {
    String name = tensors.spec(op.output()).name();
    double least = tensors.spec(op.input(0)).scale(0) * Math.sqrt(op.least);
    String length =
        graph.node("ReduceL2", name + "_norm", List.of(input, integers(name + "_axes", CHANNELS)));
    String bounded =
        graph.node(
            "Max",
            name + "_bounded",
            List.of(length, graph.floats(name + "_least", new double[] {least})));
    return graph.node("Div", name + "_normalized", List.of(input, bounded));
  }

  private String integers(String name, int... values) {
    return graph.integers(
        name, TensorProto.DataType.INT64, values.length, i -> values[i], values.length);
  }

  private String reshaped(String name, String input, int... extents) {
    return graph.node("Reshape", name, List.of(input, integers(name + "_shape", extents)));
  }
}

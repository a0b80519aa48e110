package dev.octet.model.onnx.convert;

import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.onnx.constant.Dims;
import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawNode;
import dev.octet.model.onnx.tensor.Activation;
import dev.octet.model.onnx.tensor.Axis;
import dev.octet.model.onnx.tensor.View;
import dev.octet.runtime.schedule.operation.Window;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Pooling and reductions over the map. */
final class PoolConverters {
  private PoolConverters() {}

  static void globalAverage(RawNode node, Conversion conversion) {
    conversion.emit(node, new Op.GlobalAveragePool(), conversion.map(node, 0));
  }

  static void globalMax(RawNode node, Conversion conversion) {
    Activation input = conversion.map(node, 0);
    conversion.emit(node, new Op.MaxPool(OnnxWindows.whole(input.shape())), input);
  }

  static void max(RawNode node, Conversion conversion) {
    Activation input = conversion.map(node, 0);
    Window window = OnnxWindows.read(node, input.shape(), null);
    checkPadding(node, window);
    conversion.emit(node, new Op.MaxPool(window), input);
  }

  static void average(RawNode node, Conversion conversion) {
    Activation input = conversion.map(node, 0);
    Shape map = input.shape();
    Window window = OnnxWindows.read(node, map, null);
    checkPadding(node, window);
    if (window.dilationHeight != 1 || window.dilationWidth != 1) {
      throw OnnxErrors.unsupported(node, "average pooling with dilation", "use a dense window");
    }
    boolean padded = window.padTop + window.padLeft + window.padBottom + window.padRight > 0;
    if (!padded && window.kernelHeight == map.height() && window.kernelWidth == map.width()) {
      conversion.emit(node, new Op.GlobalAveragePool(), input);
      return;
    }
    boolean count = padded && node.attributes().integer("count_include_pad", 0) != 0;
    if (count && OnnxWindows.isRoundedUp(node, map, window)) {
      throw OnnxErrors.unsupported(
          node,
          "ceil_mode with count_include_pad, where runtimes differ in what they divide by",
          "leave one of them out");
    }
    conversion.emit(node, new Op.AveragePool(window, count), input);
  }

  /** Mean over axes of the map; over height and width it is global average pooling. */
  static void reduceMean(RawNode node, Conversion conversion) {
    Activation input = conversion.activation(node, 0);
    int rank = input.view().rank();
    Optional<long[]> named = axes(node, conversion);
    if (named.isEmpty() && node.attributes().integer("noop_with_empty_axes", 0) != 0) {
      conversion.define(node, input);
      return;
    }
    int[] axes =
        named
            .map(list -> Dims.axes(node, list, rank))
            .orElseGet(() -> Dims.axes(node, all(rank), rank));
    Set<Axis> reduced = EnumSet.noneOf(Axis.class);
    View view = input.view();
    for (int axis : axes) {
      reduced.addAll(input.view().axes().get(axis));
      view = view.with(axis, List.of());
    }
    if (reduced.contains(Axis.CHANNEL)) {
      CurveConverters.reduce(node, conversion);
      return;
    }
    if (node.attributes().integer("keepdims", 1) == 0) {
      view = ViewConverters.without(view, axes);
    }
    View result = view;
    if (reduced.isEmpty()) {
      conversion.define(node, input.withView(result));
      return;
    }
    Shape map = input.shape();
    int height = reduced.contains(Axis.HEIGHT) ? map.height() : 1;
    int width = reduced.contains(Axis.WIDTH) ? map.width() : 1;
    boolean global = height == map.height() && width == map.width();
    Op op =
        global
            ? new Op.GlobalAveragePool()
            : new Op.AveragePool(Window.whole(height, width), false);
    conversion.emit(node, op, shape -> result, input);
  }

  private static Optional<long[]> axes(RawNode node, Conversion conversion) {
    Optional<long[]> named =
        conversion
            .constant(node, 1)
            .map(Constant::longs)
            .or(() -> node.attributes().integers("axes"));
    return named.filter(list -> list.length > 0);
  }

  private static long[] all(int rank) {
    long[] axes = new long[rank];
    Arrays.setAll(axes, i -> i);
    return axes;
  }

  private static void checkPadding(RawNode node, Window window) {
    int height = (window.kernelHeight - 1) * window.dilationHeight + 1;
    int width = (window.kernelWidth - 1) * window.dilationWidth + 1;
    if (window.padTop >= height
        || window.padBottom >= height
        || window.padLeft >= width
        || window.padRight >= width) {
      throw OnnxErrors.unsupported(
          node, "its padding is as large as its window", "use less padding");
    }
  }
}

package dev.octet.model.onnx.convert;

import dev.octet.model.graph.Op;
import dev.octet.model.graph.Rearrangements;
import dev.octet.model.graph.Shape;
import dev.octet.model.graph.UnaryFunction;
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

/**
 * Smooth functions of one value, slopes per channel, and what runs over the channels of a pixel.
 */
final class CurveConverters {
  private static final float SELU_ALPHA = 1.6732632f;
  private static final float SELU_GAMMA = 1.050701f;
  private static final float LEAST_LENGTH = 1e-12f;

  private CurveConverters() {}

  /** A function without attributes. */
  static OperatorConverter of(UnaryFunction function) {
    return (node, conversion) -> emit(node, conversion, new Op.Unary(function));
  }

  private static void emit(RawNode node, Conversion conversion, Op op) {
    Activation input = conversion.activation(node, 0);
    conversion.emit(node, op, shape -> input.view(), input);
  }

  static void elu(RawNode node, Conversion conversion) {
    float alpha = node.attributes().number("alpha", 1);
    requireFinite(node, alpha);
    emit(node, conversion, new Op.Unary(UnaryFunction.ELU, alpha));
  }

  static void celu(RawNode node, Conversion conversion) {
    if (node.attributes().number("alpha", 1) != 1) {
      throw OnnxErrors.unsupported(node, "an alpha other than 1", "use ELU instead");
    }
    emit(node, conversion, new Op.Unary(UnaryFunction.ELU));
  }

  /** {@code gamma * ELU}. */
  static void selu(RawNode node, Conversion conversion) {
    float alpha = node.attributes().number("alpha", SELU_ALPHA);
    float gamma = node.attributes().number("gamma", SELU_GAMMA);
    requireFinite(node, alpha);
    requireFinite(node, gamma);
    Activation input = conversion.activation(node, 0);
    Op elu = new Op.Unary(UnaryFunction.ELU, alpha);
    Activation inner = conversion.step(node, elu, shape -> input.view(), input);
    conversion.define(node, scaled(node, conversion, inner, gamma));
  }

  static void swish(RawNode node, Conversion conversion) {
    float alpha = node.attributes().number("alpha", 1);
    requireFinite(node, alpha);
    emit(node, conversion, new Op.Unary(UnaryFunction.SILU, alpha));
  }

  static void gelu(RawNode node, Conversion conversion) {
    boolean tanh = node.attributes().text("approximate", "none").equals("tanh");
    UnaryFunction function = tanh ? UnaryFunction.GELU_TANH : UnaryFunction.GELU;
    emit(node, conversion, new Op.Unary(function));
  }

  static void pow(RawNode node, Conversion conversion) {
    Constant exponent = conversion.weights(node, 1);
    if (!exponent.isUniform()) {
      throw OnnxErrors.unsupported(node, "more than one exponent", "use one exponent");
    }
    double power = exponent.number(0);
    Op op =
        power == 2
            ? new Op.Unary(UnaryFunction.SQUARE)
            : power == 0.5
                ? new Op.Unary(UnaryFunction.SQRT)
                : new Op.Unary(UnaryFunction.POWER, (float) power);
    if (power == 1) {
      conversion.define(node, conversion.activation(node, 0));
    } else {
      emit(node, conversion, op);
    }
  }

  /** Slopes that differ from channel to channel at most. */
  static void prelu(RawNode node, Conversion conversion) {
    Activation input = conversion.activation(node, 0);
    ChannelConstant slopes =
        ChannelConstant.read(node, conversion, conversion.weights(node, 1), input);
    View view = slopes.view(input);
    conversion.emit(node, new Op.PRelu(slopes.values()), shape -> view, input);
  }

  /** L2 normalization over the channels. */
  static void lpNormalization(RawNode node, Conversion conversion) {
    Activation input = conversion.activation(node, 0);
    int axis = Dims.axis(node, node.attributes().integer("axis", -1), input.view().rank());
    boolean channels = input.view().axes().get(axis).equals(List.of(Axis.CHANNEL));
    if (!channels || node.attributes().integer("p", 2) != 2) {
      throw OnnxErrors.unsupported(
          node, "not the Euclidean length of the channels", "normalize channels by their L2 norm");
    }
    emit(node, conversion, new Op.L2Normalize(LEAST_LENGTH));
  }

  /** ReduceMax, ReduceMean, ReduceSum, ReduceL2 over the channels, or the first over the map. */
  static void reduce(RawNode node, Conversion conversion) {
    Activation input = conversion.activation(node, 0);
    int rank = input.view().rank();
    Optional<long[]> named =
        conversion
            .constant(node, 1)
            .map(Constant::longs)
            .or(() -> node.attributes().integers("axes"));
    int[] axes = named.map(list -> Dims.axes(node, list, rank)).orElse(new int[0]);
    Set<Axis> reduced = EnumSet.noneOf(Axis.class);
    View view = input.view();
    for (int axis : axes) {
      reduced.addAll(input.view().axes().get(axis));
      view = view.with(axis, List.of());
    }
    if (node.attributes().integer("keepdims", 1) == 0) {
      view = ViewConverters.without(view, axes);
    }
    View result = view;
    boolean channels = reduced.equals(EnumSet.of(Axis.CHANNEL));
    String type = node.opType();
    if (!channels && (reduced.contains(Axis.CHANNEL) || reduced.isEmpty())) {
      throw OnnxErrors.unsupported(
          node, "it joins channels and pixels", "reduce over the channels or over the map");
    }
    Shape in = input.shape();
    if (!channels) {
      int height = reduced.contains(Axis.HEIGHT) ? in.height() : 1;
      int width = reduced.contains(Axis.WIDTH) ? in.width() : 1;
      Window window = Window.whole(height, width);
      if (type.equals("ReduceMax")) {
        conversion.emit(node, new Op.MaxPool(window), shape -> result, input);
        return;
      }
      if (!type.equals("ReduceSum")) {
        throw OnnxErrors.unsupported(node, type + " over the map", "use a mean or a maximum");
      }
      boolean global = height == in.height() && width == in.width();
      Op mean = global ? new Op.GlobalAveragePool() : new Op.AveragePool(window, false);
      Activation means = conversion.step(node, mean, shape -> result, input);
      conversion.define(node, scaled(node, conversion, means, height * width));
      return;
    }
    switch (type) {
      case "ReduceMax" -> largest(node, conversion, input, result);
      case "ReduceMean" -> conversion.define(node, sum(node, conversion, input, result, true));
      case "ReduceSum" -> conversion.define(node, sum(node, conversion, input, result, false));
      default -> {
        Op squared = new Op.Unary(UnaryFunction.SQUARE);
        Activation squares = conversion.step(node, squared, shape -> input.view(), input);
        Activation sum = sum(node, conversion, squares, result, false);
        conversion.emit(node, new Op.Unary(UnaryFunction.SQRT), shape -> result, sum);
      }
    }
  }

  /** The channels' sum or mean as a convolution with equal weights. */
  private static Activation sum(
      RawNode node, Conversion conversion, Activation input, View view, boolean mean) {
    int channels = input.shape().channels();
    conversion.charge(node, channels);
    float[] weights = new float[channels];
    Arrays.fill(weights, mean ? 1f / channels : 1);
    Op sum = new Op.Conv(Window.pointwise(), 1, 1, weights, new float[1]);
    return conversion.step(node, sum, shape -> view, input);
  }

  /** The channels side by side as pixels, their maximum, and the map again. */
  private static void largest(RawNode node, Conversion conversion, Activation input, View view) {
    Shape in = input.shape();
    Shape flat = new Shape(in.pixels(), in.channels(), 1);
    Activation side =
        conversion.step(node, Rearrangements.reshape(flat), shape -> View.nchw(shape), input);
    Activation most =
        conversion.step(
            node, new Op.MaxPool(Window.whole(1, in.channels())), shape -> View.nchw(shape), side);
    conversion.emit(
        node, Rearrangements.reshape(new Shape(in.height(), in.width(), 1)), shape -> view, most);
  }

  /** All values times one factor. */
  private static Activation scaled(
      RawNode node, Conversion conversion, Activation input, float factor) {
    int channels = input.shape().channels();
    conversion.charge(node, 2 * channels);
    float[] gamma = new float[channels];
    Arrays.fill(gamma, factor);
    Op scale = ArithmeticConverters.affine(gamma, new float[channels]);
    return conversion.step(node, scale, shape -> input.view(), input);
  }

  private static void requireFinite(RawNode node, float value) {
    if (!Float.isFinite(value)) {
      throw OnnxErrors.invalid(node, "a parameter is " + value);
    }
  }
}

package dev.octet.model.onnx.convert;

import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawNode;
import dev.octet.model.onnx.tensor.Activation;
import dev.octet.model.onnx.tensor.Axis;
import dev.octet.model.onnx.tensor.ScaledFeatures;
import dev.octet.model.onnx.tensor.View;
import dev.octet.runtime.schedule.operation.Window;
import java.util.Arrays;
import java.util.List;

/**
 * Gemm and MatMul. On a flattened map they are a convolution with a window as large as the map; on
 * the channels alone, a 1x1 convolution.
 */
final class LinearConverters {
  private LinearConverters() {}

  static void gemm(RawNode node, Conversion conversion) {
    ScaledFeatures scaled = conversion.features(node, 0);
    Activation input = scaled.features();
    View view = input.view();
    if (node.attributes().integer("transA", 0) != 0 && view.rank() == 2) {
      view = view.transposed(1, 0);
    }
    if (view.rank() != 2 || !view.axes().get(0).isEmpty()) {
      throw OnnxErrors.unsupported(
          node,
          "its input " + Arrays.toString(input.dims()) + " is not one row of features",
          "flatten the map before the fully connected layer");
    }
    boolean transposed = node.attributes().integer("transB", 0) != 0;
    float alpha = node.attributes().number("alpha", 1);
    float beta = node.attributes().number("beta", 1);
    Constant weights = conversion.weights(node, 1);
    int outputs = weights.rank() == 2 ? weights.dims()[transposed ? 0 : 1] : 0;
    float[] bias = conversion.zeros(node, outputs);
    if (!node.input(2).isEmpty()) {
      Constant stored = conversion.weights(node, 2);
      int last = stored.rank() == 0 ? 1 : stored.dims()[stored.rank() - 1];
      if (stored.size() != last || last != 1 && last != outputs) {
        throw OnnxErrors.invalid(
            node, "a bias of shape " + stored.dimList() + " for " + outputs + " outputs");
      }
      for (int i = 0; i < outputs; i++) {
        bias[i] = beta * (float) stored.number(last == 1 ? 0 : i);
      }
    }
    if (scaled.isPlain()) {
      linear(node, conversion, input.withView(view), weights, transposed, alpha, bias);
    } else {
      scaled(node, conversion, scaled, weights, transposed, alpha, bias);
    }
  }

  static void matMul(RawNode node, Conversion conversion) {
    ScaledFeatures scaled = conversion.features(node, 0);
    Constant weights = conversion.weights(node, 1);
    if (weights.rank() != 2) {
      throw OnnxErrors.unsupported(
          node,
          "its weights have " + weights.rank() + " axes",
          "multiply with a matrix of constants");
    }
    float[] bias = conversion.zeros(node, weights.dims()[1]);
    if (scaled.isPlain()) {
      linear(node, conversion, scaled.features(), weights, false, 1, bias);
    } else {
      scaled(node, conversion, scaled, weights, false, 1, bias);
    }
  }

  /** A layer whose features are scaled one by one: its weights take in the scales and offsets. */
  private static void scaled(
      RawNode node,
      Conversion conversion,
      ScaledFeatures input,
      Constant weights,
      boolean transposed,
      float alpha,
      float[] bias) {
    int inputs = input.scale().length;
    int outputs = bias.length;
    int[] fitting = transposed ? new int[] {outputs, inputs} : new int[] {inputs, outputs};
    if (!Arrays.equals(weights.dims(), fitting)) {
      throw OnnxErrors.invalid(
          node, "weights of shape " + weights.dimList() + " for " + inputs + " features");
    }
    conversion.charge(node, weights.size());
    float[] from = weights.floats();
    float[] folded = new float[from.length];
    for (int out = 0; out < outputs; out++) {
      double sum = 0;
      for (int in = 0; in < inputs; in++) {
        int index = transposed ? out * inputs + in : in * outputs + out;
        folded[index] = (float) ((double) from[index] * input.scale()[in]);
        sum += (double) from[index] * input.offset()[in];
      }
      bias[out] = (float) (bias[out] + alpha * sum);
    }
    Constant own = Conversion.finite(Constant.ofFloats(weights.name(), weights.dims(), folded));
    linear(node, conversion, input.features(), own, transposed, alpha, bias);
  }

  private static void linear(
      RawNode node,
      Conversion conversion,
      Activation input,
      Constant weights,
      boolean transposed,
      float alpha,
      float[] bias) {
    View view = input.view();
    Shape shape = input.shape();
    int last = view.rank() - 1;
    int[] extents = input.dims();
    int inputs = last < 0 || weights.rank() != 2 ? -1 : weights.dims()[transposed ? 1 : 0];
    if (inputs < 1 || extents[last] != inputs || bias.length < 1 || !Float.isFinite(alpha)) {
      throw OnnxErrors.invalid(
          node,
          "weights of shape "
              + weights.dimList()
              + " do not fit an input of shape "
              + Arrays.toString(extents));
    }
    List<Axis> features = view.axes().get(last);
    boolean perPixel = features.isEmpty() || features.equals(List.of(Axis.CHANNEL));
    if (!(perPixel ? inputs == shape.channels() : features.equals(view.order()))) {
      throw OnnxErrors.unsupported(
          node,
          "it multiplies along the map and not along the channels",
          "flatten the whole map, or multiply its channels");
    }
    Window window = perPixel ? Window.pointwise() : OnnxWindows.whole(shape);
    String order = features + " " + transposed + " " + alpha;
    float[] ordered =
        conversion.rearranged(
            node, weights, order, w -> rearrange(w, transposed, alpha, features, shape));
    int outputs = bias.length;
    List<Axis> axes = outputs > 1 ? List.of(Axis.CHANNEL) : List.of();
    conversion.emit(
        node,
        new Op.Conv(window, 1, outputs, ordered, bias),
        result -> view.with(last, axes),
        input);
  }

  /** Weights as [out][height][width][channel], for features in the order of {@code features}. */
  private static float[] rearrange(
      Constant weights, boolean transposed, float alpha, List<Axis> features, Shape shape) {
    int inputs = weights.dims()[transposed ? 1 : 0];
    int outputs = weights.dims()[transposed ? 0 : 1];
    int[] source = new int[inputs];
    int[] steps = new int[3];
    int step = 1;
    for (int i = features.size() - 1; i >= 0; i--) {
      steps[features.get(i).ordinal()] = step;
      step *= features.get(i).extent(shape);
    }
    if (features.isEmpty() || features.equals(List.of(Axis.CHANNEL))) {
      Arrays.setAll(source, i -> i);
    } else {
      int next = 0;
      for (int y = 0; y < shape.height(); y++) {
        for (int x = 0; x < shape.width(); x++) {
          for (int c = 0; c < shape.channels(); c++) {
            source[next++] =
                y * steps[Axis.HEIGHT.ordinal()]
                    + x * steps[Axis.WIDTH.ordinal()]
                    + c * steps[Axis.CHANNEL.ordinal()];
          }
        }
      }
    }
    float[] from = weights.floats();
    float[] to = new float[from.length];
    for (int out = 0; out < outputs; out++) {
      for (int in = 0; in < inputs; in++) {
        int index = transposed ? out * inputs + source[in] : source[in] * outputs + out;
        to[out * inputs + in] = alpha * from[index];
      }
    }
    return to;
  }
}

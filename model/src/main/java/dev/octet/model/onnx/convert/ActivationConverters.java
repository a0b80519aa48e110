package dev.octet.model.onnx.convert;

import dev.octet.model.graph.Op;
import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawNode;
import dev.octet.model.onnx.tensor.Activation;
import dev.octet.model.onnx.tensor.View;
import java.util.Optional;

/** Activation functions: Relu, Clip, HardSwish, HardSigmoid. */
final class ActivationConverters {
  private ActivationConverters() {}

  static void relu(RawNode node, Conversion conversion) {
    same(node, conversion, new Op.Clip(0, Float.POSITIVE_INFINITY));
  }

  static void hardSwish(RawNode node, Conversion conversion) {
    same(node, conversion, new Op.HardSwish());
  }

  static void hardSigmoid(RawNode node, Conversion conversion) {
    float alpha = node.attributes().number("alpha", 0.2f);
    float beta = node.attributes().number("beta", 0.5f);
    if (!Float.isFinite(alpha) || !Float.isFinite(beta)) {
      throw OnnxErrors.invalid(node, "alpha " + alpha + ", beta " + beta);
    }
    if (alpha == 0) {
      throw OnnxErrors.unsupported(
          node, "alpha 0, with which it is a constant", "leave it out, or give it a slope");
    }
    Activation input = conversion.activation(node, 0);
    if (alpha < 0) {
      // The kernels rise: min(max(alpha x + beta, 0), 1) of the input with its sign changed.
      input = ArithmeticConverters.negated(node, conversion, input);
    }
    View view = input.view();
    conversion.emit(node, new Op.HardSigmoid(Math.abs(alpha), beta), shape -> view, input);
  }

  static void clip(RawNode node, Conversion conversion) {
    float low = bound(node, conversion, 1, "min", Float.NEGATIVE_INFINITY);
    float high = bound(node, conversion, 2, "max", Float.POSITIVE_INFINITY);
    clip(node, conversion, conversion.activation(node, 0), low, high);
  }

  /** Emits a clip, or nothing where the bounds never bite. */
  static void clip(RawNode node, Conversion conversion, Activation input, float low, float high) {
    if (!(low < high)) {
      throw OnnxErrors.unsupported(
          node, "its bounds " + low + " and " + high + " leave nothing", "check the bounds");
    }
    if (low == Float.NEGATIVE_INFINITY && high == Float.POSITIVE_INFINITY) {
      conversion.define(node, input);
      return;
    }
    conversion.emit(node, new Op.Clip(low, high), shape -> input.view(), input);
  }

  /** A bound without effect becomes infinite, so that ReLU looks the same however it is spelled. */
  static float open(double bound) {
    if (bound >= Float.MAX_VALUE) {
      return Float.POSITIVE_INFINITY;
    }
    return bound <= -Float.MAX_VALUE ? Float.NEGATIVE_INFINITY : (float) bound;
  }

  private static float bound(
      RawNode node, Conversion conversion, int index, String name, float orElse) {
    if (conversion.opset() < 11 && node.inputs().size() == 1) {
      return open(node.attributes().number(name, orElse));
    }
    Optional<Constant> bound = conversion.constant(node, index);
    if (bound.isPresent() && bound.get().size() != 1) {
      throw OnnxErrors.invalid(node, "its bound has " + bound.get().size() + " elements");
    }
    return bound.map(constant -> open(constant.number(0))).orElse(orElse);
  }

  private static void same(RawNode node, Conversion conversion, Op op) {
    Activation input = conversion.activation(node, 0);
    conversion.emit(node, op, shape -> input.view(), input);
  }
}

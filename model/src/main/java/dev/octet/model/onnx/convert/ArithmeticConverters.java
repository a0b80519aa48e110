package dev.octet.model.onnx.convert;

import dev.octet.model.graph.Op;
import dev.octet.model.graph.Rearrangements;
import dev.octet.model.graph.Shape;
import dev.octet.model.graph.UnaryFunction;
import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawNode;
import dev.octet.model.onnx.tensor.Activation;
import dev.octet.model.onnx.tensor.ScaledFeatures;
import dev.octet.model.onnx.tensor.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Add, Sub, Mul, Div, Neg, Min and Max. With a constant they become a scale and an offset per
 * channel or a clip; Add and Mul of two activations stay.
 */
final class ArithmeticConverters {
  private ArithmeticConverters() {}

  static void add(RawNode node, Conversion conversion) {
    int constant = constantInput(node, conversion);
    if (constant >= 0) {
      affine(node, conversion, constant, value -> 1, value -> value);
      return;
    }
    Activation a = conversion.activation(node, 0);
    Activation b = conversion.activation(node, 1);
    conversion.define(node, plus(node, conversion, a, b));
  }

  /** A sum of any number of operands; constants among them become offsets. */
  static void sum(RawNode node, Conversion conversion) {
    if (node.inputs().size() == 2) {
      add(node, conversion);
      return;
    }
    Activation sum = null;
    List<Constant> constants = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      if (conversion.input(node, i).orElse(null) instanceof Constant constant) {
        constants.add(constant);
      } else {
        Activation next = conversion.activation(node, i);
        sum = sum == null ? next : plus(node, conversion, sum, next);
      }
    }
    for (Constant constant : constants) {
      ChannelConstant offset = ChannelConstant.read(node, conversion, constant, sum);
      float[] ones = new float[offset.values().length];
      Arrays.fill(ones, 1);
      View view = offset.view(sum);
      sum = conversion.step(node, affine(ones, offset.values()), shape -> view, sum);
    }
    conversion.define(node, sum);
  }

  private static Activation plus(RawNode node, Conversion conversion, Activation a, Activation b) {
    int rank = Math.max(a.view().rank(), b.view().rank());
    if (isLarger(b, a)) {
      return plus(node, conversion, b, a);
    }
    View view = a.view().padded(rank);
    Activation other = expanded(node, conversion, b, a, view);
    return conversion.step(node, new Op.Add(), shape -> view, a, other);
  }

  private static boolean isLarger(Activation a, Activation b) {
    return a.shape().elements() > b.shape().elements();
  }

  /** The smaller operand, repeated along the axes in which it has an extent of 1. */
  private static Activation expanded(
      RawNode node, Conversion conversion, Activation small, Activation large, View view) {
    Shape from = small.shape();
    Shape to = large.shape();
    boolean fits =
        (from.height() == to.height() || from.height() == 1)
            && (from.width() == to.width() || from.width() == 1)
            && (from.channels() == to.channels() || from.channels() == 1)
            && pooledView(view, from).equals(small.view().padded(view.rank()));
    if (!fits) {
      throw mismatch(node, large, small);
    }
    return from.equals(to)
        ? small
        : conversion.step(node, Rearrangements.expand(from, to), shape -> view, small);
  }

  static void mul(RawNode node, Conversion conversion) {
    int constant = constantInput(node, conversion);
    if (constant >= 0) {
      affine(node, conversion, constant, value -> value, value -> 0);
      return;
    }
    Activation a = conversion.activation(node, 0);
    Activation b = conversion.activation(node, 1);
    conversion.define(node, times(node, conversion, a, b));
  }

  private static Activation times(RawNode node, Conversion conversion, Activation a, Activation b) {
    boolean swapped = isLarger(b, a);
    Activation map = swapped ? b : a;
    Activation gate = swapped ? a : b;
    int rank = Math.max(a.view().rank(), b.view().rank());
    View view = map.view().padded(rank);
    Shape pooled = new Shape(1, 1, map.shape().channels());
    View expected = map.shape().equals(gate.shape()) ? view : pooledView(view, pooled);
    boolean fits = gate.shape().equals(map.shape()) || gate.shape().equals(pooled);
    if (!fits || !expected.equals(gate.view().padded(rank))) {
      gate = expanded(node, conversion, gate, map, view);
    }
    return conversion.step(node, new Op.Mul(), shape -> view, map, gate);
  }

  static void sub(RawNode node, Conversion conversion) {
    int constant = constantInput(node, conversion);
    if (constant < 0) {
      Activation subtrahend = negated(node, conversion, conversion.activation(node, 1));
      Activation minuend = conversion.activation(node, 0);
      conversion.define(node, plus(node, conversion, minuend, subtrahend));
      return;
    }
    affine(
        node,
        conversion,
        constant,
        value -> constant == 1 ? 1 : -1,
        value -> constant == 1 ? -value : value);
  }

  static void div(RawNode node, Conversion conversion) {
    int constant = constantInput(node, conversion);
    if (constant != 1) {
      Activation divisor = conversion.activation(node, 1);
      Activation inverse =
          conversion.step(
              node, new Op.Unary(UnaryFunction.RECIPROCAL), shape -> divisor.view(), divisor);
      if (constant < 0) {
        Activation dividend = conversion.activation(node, 0);
        conversion.define(node, times(node, conversion, dividend, inverse));
      } else {
        ChannelConstant factor =
            ChannelConstant.read(
                node, conversion, conversion.constant(node, 0).orElseThrow(), inverse);
        float[] values = factor.values();
        View view = factor.view(inverse);
        conversion.emit(node, affine(values, new float[values.length]), shape -> view, inverse);
      }
      return;
    }
    affine(node, conversion, 1, value -> 1 / value, value -> 0);
  }

  static void neg(RawNode node, Conversion conversion) {
    conversion.define(node, negated(node, conversion, conversion.activation(node, 0)));
  }

  /** The same values with their sign changed, as a step of what a node computes. */
  static Activation negated(RawNode node, Conversion conversion, Activation input) {
    conversion.charge(node, 2 * input.shape().channels());
    float[] gamma = new float[input.shape().channels()];
    Arrays.fill(gamma, -1);
    float[] beta = new float[gamma.length];
    return conversion.step(node, affine(gamma, beta), shape -> input.view(), input);
  }

  static void min(RawNode node, Conversion conversion) {
    double bound = bound(node, conversion);
    bounded(node, conversion, Float.NEGATIVE_INFINITY, ActivationConverters.open(bound));
  }

  static void max(RawNode node, Conversion conversion) {
    double bound = bound(node, conversion);
    bounded(node, conversion, ActivationConverters.open(bound), Float.POSITIVE_INFINITY);
  }

  /** A scale and an offset per channel. */
  static Op.BatchNorm affine(float[] gamma, float[] beta) {
    float[] mean = new float[gamma.length];
    float[] variance = new float[gamma.length];
    Arrays.fill(variance, 1);
    return new Op.BatchNorm(gamma, beta, mean, variance, 0, false);
  }

  private interface PerValue {
    float apply(float value);
  }

  private static void affine(
      RawNode node, Conversion conversion, int constantInput, PerValue gamma, PerValue beta) {
    ScaledFeatures features = conversion.features(node, 1 - constantInput);
    Activation input = features.features();
    Constant constant = conversion.constant(node, constantInput).orElseThrow();
    boolean perFeature =
        ScaledFeatures.isFlattened(input) && (!features.isPlain() || !constant.isUniform());
    ChannelConstant read =
        perFeature
            ? ChannelConstant.perFeature(node, conversion, constant, input)
            : ChannelConstant.read(node, conversion, constant, input);
    float[] values = read.values();
    float[] gammas = new float[values.length];
    float[] betas = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      gammas[i] = gamma.apply(values[i]);
      betas[i] = beta.apply(values[i]);
      if (!Float.isFinite(gammas[i])) {
        throw OnnxErrors.invalid(node, "it divides by zero");
      }
    }
    if (perFeature) {
      conversion.define(node, features.then(gammas, betas));
      return;
    }
    View view = read.view(input);
    conversion.emit(node, affine(gammas, betas), shape -> view, input);
  }

  private static void bounded(RawNode node, Conversion conversion, float low, float high) {
    int constant = constantInput(node, conversion);
    Activation input = conversion.activation(node, 1 - constant);
    int rank = conversion.constant(node, constant).orElseThrow().rank();
    Activation padded = input.withView(input.view().padded(rank));
    ActivationConverters.clip(node, conversion, padded, low, high);
  }

  private static double bound(RawNode node, Conversion conversion) {
    Constant constant = conversion.constant(node, oneConstant(node, conversion)).orElseThrow();
    if (constant.size() != 1) {
      throw OnnxErrors.unsupported(
          node, "its bound has " + constant.size() + " elements", "use one bound per layer");
    }
    return constant.number(0);
  }

  private static int oneConstant(RawNode node, Conversion conversion) {
    int constant = constantInput(node, conversion);
    if (constant < 0) {
      throw OnnxErrors.unsupported(
          node, "both operands depend on the picture", "one of them must be a constant");
    }
    return constant;
  }

  /** Which of two inputs is a constant, or -1. */
  private static int constantInput(RawNode node, Conversion conversion) {
    if (node.inputs().size() != 2) {
      throw OnnxErrors.unsupported(
          node, node.inputs().size() + " operands", "use two operands per node");
    }
    for (int i = 0; i < 2; i++) {
      if (conversion.input(node, i).orElse(null) instanceof Constant) {
        return i;
      }
    }
    return -1;
  }

  /** The view of a map with its height and width gone. */
  private static View pooledView(View view, Shape pooled) {
    return new View(
        view.axes().stream()
            .map(axes -> axes.stream().filter(axis -> axis.extent(pooled) > 1).toList())
            .toList());
  }

  private static RuntimeException mismatch(RawNode node, Activation a, Activation b) {
    return OnnxErrors.unsupported(
        node,
        "shapes "
            + Arrays.toString(a.dims())
            + " and "
            + Arrays.toString(b.dims())
            + " would need broadcasting",
        "only a map times one gate per channel is supported");
  }
}

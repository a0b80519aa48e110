package dev.octet.model.tflite.convert;

import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.tflite.read.StoredValues;
import dev.octet.model.tflite.read.TfliteErrors;
import dev.octet.model.tflite.read.TfliteOperator;
import dev.octet.model.tflite.read.TfliteTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Arithmetic of two tensors, or of a tensor and constants: one number, or one per channel. */
final class LiteMerges {
  private static final String CONSTANTS = "use one number, or one for each channel";

  /** What a constant does to an element, as a factor or as a summand. */
  private interface PerValue {
    float apply(float value);
  }

  private LiteMerges() {}

  static void add(TfliteOperator operator, LiteConversion conversion) {
    int constant = constantInput(operator, conversion);
    if (constant >= 0) {
      affine(operator, conversion, constant, v -> 1, v -> v);
      return;
    }
    LiteMap a = conversion.map(operator, 0);
    LiteMap b = conversion.map(operator, 1);
    if (!a.shape().equals(b.shape()) || !a.axes().equals(b.axes())) {
      throw mismatch(operator, a, b);
    }
    conversion.elementwise(operator, LiteActivations.fused(operator, 0, new Op.Add()), a, b);
  }

  static void sub(TfliteOperator operator, LiteConversion conversion) {
    int constant = constantInput(operator, conversion);
    if (constant < 0) {
      throw TfliteErrors.unsupported(
          operator, "the difference of two tensors", "subtract a constant, or add");
    }
    affine(
        operator, conversion, constant, v -> constant == 1 ? 1 : -1, v -> constant == 1 ? -v : v);
  }

  static void mul(TfliteOperator operator, LiteConversion conversion) {
    int constant = constantInput(operator, conversion);
    if (constant >= 0) {
      affine(operator, conversion, constant, v -> v, v -> 0);
      return;
    }
    LiteMap a = conversion.map(operator, 0);
    LiteMap b = conversion.map(operator, 1);
    boolean swapped = b.shape().pixels() > a.shape().pixels();
    LiteMap map = swapped ? b : a;
    LiteMap gate = swapped ? a : b;
    boolean equal = map.shape().equals(gate.shape()) && map.axes().equals(gate.axes());
    boolean gated =
        map.isMap()
            && gate.shape().equals(new Shape(1, 1, map.shape().channels()))
            && gate.last() == map.shape().channels();
    if (!equal && !gated) {
      throw mismatch(operator, a, b);
    }
    conversion.elementwise(operator, LiteActivations.fused(operator, 0, new Op.Mul()), map, gate);
  }

  static void div(TfliteOperator operator, LiteConversion conversion) {
    if (constantInput(operator, conversion) != 1) {
      throw TfliteErrors.unsupported(
          operator, "it divides by a computed tensor", "only division by numbers can be folded");
    }
    affine(operator, conversion, 1, v -> 1 / v, v -> 0);
  }

  static void neg(TfliteOperator operator, LiteConversion conversion) {
    LiteMap input = conversion.map(operator, 0);
    float[] gamma = conversion.floats(operator, input.shape().channels());
    Arrays.fill(gamma, -1);
    conversion.elementwise(
        operator, List.of(affine(operator, conversion, gamma, new float[gamma.length])), input);
  }

  static void minimum(TfliteOperator operator, LiteConversion conversion) {
    bounded(operator, conversion, true);
  }

  static void maximum(TfliteOperator operator, LiteConversion conversion) {
    bounded(operator, conversion, false);
  }

  private static void bounded(
      TfliteOperator operator, LiteConversion conversion, boolean fromAbove) {
    int constant = constantInput(operator, conversion);
    StoredValues bound =
        conversion.values(conversion.stored(operator, Math.max(constant, 0), "its bounds"));
    if (bound.size() != 1) {
      throw TfliteErrors.unsupported(operator, bound.size() + " bounds", "use one number");
    }
    float value = bound.real(0);
    Op clip =
        fromAbove
            ? new Op.Clip(Float.NEGATIVE_INFINITY, value)
            : new Op.Clip(value, Float.POSITIVE_INFINITY);
    conversion.elementwise(operator, List.of(clip), conversion.map(operator, 1 - constant));
  }

  /** Channels of all inputs, one after another. */
  static void concatenation(TfliteOperator operator, LiteConversion conversion) {
    LiteMap[] inputs = new LiteMap[operator.inputs().length];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = conversion.map(operator, i);
    }
    if (inputs.length == 0) {
      throw TfliteErrors.invalid(operator, "it joins nothing");
    }
    int rank = inputs[0].axes().size();
    int asked = operator.int32(0, 0);
    int axis = asked < 0 ? asked + rank : asked - 1;
    boolean channels = axis == rank - 1;
    List<Integer> others = new ArrayList<>(inputs[0].axes());
    boolean fits = axis >= 0 && axis < rank;
    for (LiteMap input : inputs) {
      List<Integer> rest = new ArrayList<>(input.axes());
      if (fits && rest.size() == rank) {
        rest.set(axis, others.get(axis));
      }
      fits &= rest.equals(others);
      channels &= input.channelsLast();
    }
    if (!fits) {
      throw TfliteErrors.unsupported(
          operator, "it joins axis " + asked + " of tensors of other axes", "join the channels");
    }
    if (!channels) {
      if (LiteActivations.fused(operator, 1).isPresent()) {
        throw TfliteErrors.unsupported(
            operator, "an activation of tensors joined along other axes", "join the channels");
      }
      conversion.define(operator, LiteJoined.of(inputs, axis));
      return;
    }
    conversion.emit(operator, LiteActivations.fused(operator, 1, new Op.Concat()), inputs);
    others.set(axis, Arrays.stream(inputs).mapToInt(input -> input.shape().channels()).sum());
    conversion.reshape(operator, others);
  }

  /** Which of two inputs is a constant, or -1. */
  private static int constantInput(TfliteOperator operator, LiteConversion conversion) {
    if (operator.inputs().length != 2) {
      throw TfliteErrors.invalid(operator, operator.inputs().length + " inputs");
    }
    if (conversion.constant(operator, 1).isPresent()) {
      return 1;
    }
    return conversion.constant(operator, 0).isPresent() ? 0 : -1;
  }

  private static void affine(
      TfliteOperator operator,
      LiteConversion conversion,
      int constantInput,
      PerValue gamma,
      PerValue beta) {
    LiteMap input = conversion.map(operator, 1 - constantInput);
    TfliteTensor constant = conversion.stored(operator, constantInput, "its numbers");
    StoredValues values = conversion.values(constant);
    int channels = input.shape().channels();
    int[] dims = constant.dims();
    boolean perChannel =
        input.channelsLast() && values.size() == channels && dims[dims.length - 1] == channels;
    if (values.size() != 1 && !perChannel) {
      throw TfliteErrors.unsupported(
          operator, values.size() + " numbers for the axes " + input.axes(), CONSTANTS);
    }
    float[] gammas = conversion.floats(operator, channels);
    float[] betas = conversion.floats(operator, channels);
    for (int i = 0; i < channels; i++) {
      float value = values.real(perChannel ? i : 0);
      gammas[i] = gamma.apply(value);
      betas[i] = beta.apply(value);
      if (!Float.isFinite(gammas[i])) {
        throw TfliteErrors.invalid(operator, "it divides by zero");
      }
    }
    List<Op> ops = new ArrayList<>(List.of(affine(operator, conversion, gammas, betas)));
    LiteActivations.fused(operator, 0).ifPresent(ops::add);
    conversion.elementwise(operator, ops, input);
  }

  private static Op affine(
      TfliteOperator operator, LiteConversion conversion, float[] gamma, float[] beta) {
    float[] mean = conversion.floats(operator, gamma.length);
    float[] variance = conversion.floats(operator, gamma.length);
    Arrays.fill(variance, 1);
    return new Op.BatchNorm(gamma, beta, mean, variance, 0, false);
  }

  private static RuntimeException mismatch(TfliteOperator operator, LiteMap a, LiteMap b) {
    return TfliteErrors.unsupported(
        operator,
        "shapes " + a.axes() + " and " + b.axes() + " would need broadcasting",
        "only a map times one gate per channel is supported");
  }
}

package dev.octet.model.keras.layer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.keras.config.KerasErrors;
import dev.octet.model.keras.config.LayerConfig;
import dev.octet.runtime.schedule.output.Ending;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * Add, Subtract, Multiply, Divide, Average and Concatenate, of tensors and of a tensor and a
 * constant: one number, or one per channel.
 */
final class Merges {
  private static final String CONSTANTS = "use one number, or one for each channel";

  private Merges() {}

  static KerasValue add(LayerCall call) {
    return constant(call)
        .map(constant -> affine(call, constant.numbers(), v -> 1, v -> v))
        .orElseGet(() -> chain(call, (a, b) -> sum(call, a, b)));
  }

  static KerasValue subtract(LayerCall call) {
    return constant(call)
        .map(
            constant ->
                constant.first()
                    ? affine(call, constant.numbers(), v -> -1, v -> v)
                    : affine(call, constant.numbers(), v -> 1, v -> -v))
        .orElseGet(
            () ->
                chain(
                    call,
                    (a, b) -> sum(call, a, call.emitter().affine(call.layer(), b, -1.0, 0.0))));
  }

  static KerasValue multiply(LayerCall call) {
    return constant(call)
        .map(constant -> affine(call, constant.numbers(), v -> v, v -> 0))
        .orElseGet(() -> chain(call, (a, b) -> product(call, a, b)));
  }

  static KerasValue divide(LayerCall call) {
    Optional<Constant> constant = constant(call);
    call.layer()
        .require(
            constant.isPresent()
                && !constant.get().first()
                && Arrays.stream(constant.get().numbers().values())
                    .allMatch(v -> Float.isFinite((float) (1 / v))),
            "it divides by a tensor or by zero",
            "only division by numbers can be folded");
    return affine(call, constant.orElseThrow().numbers(), v -> 1 / v, v -> 0);
  }

  static KerasValue negative(LayerCall call) {
    return call.emitter().affine(call.layer(), call.input(), -1.0, 0.0);
  }

  /** The mean of several tensors. */
  static KerasValue average(LayerCall call) {
    KerasValue sum = chain(call, (a, b) -> sum(call, a, b));
    return call.emitter().affine(call.layer(), sum, 1.0 / call.tensors().size(), 0.0);
  }

  /** TensorFlow's addition of a number per channel. */
  static KerasValue biasAdd(LayerCall call) {
    LayerConfig layer = call.layer();
    Numbers bias = call.numbers("bias", 0);
    layer.require(bias != null, "a bias that is no constant", CONSTANTS);
    return affine(call, bias, v -> 1, v -> v);
  }

  static KerasValue concatenate(LayerCall call) {
    int axis =
        call.named().containsKey("axis")
            ? call.numbers("axis", -1).integers(call.layer())[0]
            : call.layer().integer("axis", -1, -8, 8);
    return concatenate(call, call.tensors(), axis);
  }

  /** Maps of one channel each, whose last axis an index took away, become one map. */
  static KerasValue stack(LayerCall call) {
    LayerConfig layer = call.layer();
    Numbers axis = call.numbers("axis", -1);
    List<KerasValue> maps = new ArrayList<>();
    for (KerasValue value : call.tensors()) {
      boolean plane = value.axes().size() == 2 && value.shape().channels() == 1;
      layer.require(
          plane
              && axis != null
              && axis.isOne()
              && (axis.values()[0] == -1 || axis.values()[0] == 3),
          "it stacks " + value.axes() + " along another axis than the channels",
          "join channels with Concatenate");
      maps.add(value.withAxes(value.shape().height(), value.shape().width(), 1));
    }
    return concatenate(call, maps, -1);
  }

  private static KerasValue concatenate(LayerCall call, List<KerasValue> tensors, int axis) {
    LayerConfig layer = call.layer();
    KerasValue first = tensors.isEmpty() ? call.input() : tensors.get(0);
    for (KerasValue value : tensors) {
      layer.require(
          (axis == -1 || axis == value.axes().size())
              && value.channelsLast()
              && value.axes().size() == first.axes().size(),
          "it joins axis " + axis + " of " + value.axes(),
          "join the channels");
    }
    if (tensors.size() == 1) {
      return first;
    }
    KerasValue joined = call.emit(new Op.Concat(), tensors.toArray(new KerasValue[0]));
    Integer[] axes = first.axes().toArray(new Integer[0]);
    axes[axes.length - 1] = joined.shape().channels();
    return joined.withAxes(axes);
  }

  private interface Pair {
    KerasValue apply(KerasValue a, KerasValue b);
  }

  private static KerasValue chain(LayerCall call, Pair pair) {
    List<KerasValue> tensors = call.tensors();
    call.layer()
        .require(
            tensors.size() == call.arguments().size(),
            "a tensor and a constant that are not broadcast channel by channel",
            CONSTANTS);
    if (tensors.size() < 2) {
      throw KerasErrors.invalid(call.layer(), "it is called with too few tensors");
    }
    KerasValue result = tensors.get(0);
    for (KerasValue next : tensors.subList(1, tensors.size())) {
      result = pair.apply(result, next);
    }
    return result;
  }

  private static KerasValue sum(LayerCall call, KerasValue a, KerasValue b) {
    if (!a.shape().equals(b.shape()) || !a.axes().equals(b.axes())) {
      throw mismatch(call, a, b);
    }
    KerasValue sum = call.emit(new Op.Add(), a, b);
    return new KerasValue(sum.tensor(), sum.shape(), a.axes(), Ending.NONE);
  }

  private static KerasValue product(LayerCall call, KerasValue a, KerasValue b) {
    boolean swapped = b.shape().pixels() > a.shape().pixels();
    KerasValue map = swapped ? b : a;
    KerasValue gate = swapped ? a : b;
    boolean equal = map.shape().equals(gate.shape()) && map.axes().equals(gate.axes());
    boolean gated =
        map.isMap()
            && gate.shape().equals(new Shape(1, 1, map.shape().channels()))
            && gate.last() == map.shape().channels();
    if (!equal && !gated) {
      throw mismatch(call, a, b);
    }
    KerasValue product = call.emit(new Op.Mul(), map, gate);
    return new KerasValue(product.tensor(), product.shape(), map.axes(), Ending.NONE);
  }

  private static RuntimeException mismatch(LayerCall call, KerasValue a, KerasValue b) {
    return KerasErrors.unsupported(
        call.layer(),
        "shapes " + a.axes() + " and " + b.axes() + " would need broadcasting",
        "only a map times one gate per channel is supported");
  }

  /**
   * A constant operand.
   *
   * @param numbers its values
   * @param first whether it stands before the tensor
   */
  private record Constant(Numbers numbers, boolean first) {}

  /** The constant of a call of one tensor and one constant, in any order, perhaps named. */
  private static Optional<Constant> constant(LayerCall call) {
    if (call.tensors().size() != 1) {
      return Optional.empty();
    }
    List<JsonNode> arguments = call.arguments();
    if (arguments.size() == 2) {
      boolean first = arguments.get(0) != null;
      return Optional.of(new Constant(numbers(call, arguments.get(first ? 0 : 1)), first));
    }
    for (String name : List.of("y", "x2", "x", "x1")) {
      if (call.named().containsKey(name)) {
        return Optional.of(
            new Constant(
                numbers(call, call.named().get(name)), name.startsWith("x") && !name.equals("x2")));
      }
    }
    return Optional.empty();
  }

  private static Numbers numbers(LayerCall call, JsonNode constant) {
    call.layer()
        .require(Numbers.isNumeric(constant), "a constant that holds no numbers", CONSTANTS);
    return Numbers.of(call.layer(), constant);
  }

  /** A scale and an offset per channel, feature or tensor, as the constant has them. */
  private static KerasValue affine(
      LayerCall call, Numbers numbers, DoubleUnaryOperator gamma, DoubleUnaryOperator beta) {
    LayerConfig layer = call.layer();
    KerasValue input = call.tensors().get(0);
    double[] values = numbers.values();
    if (numbers.isOne()) {
      return call.emitter()
          .affine(layer, input, gamma.applyAsDouble(values[0]), beta.applyAsDouble(values[0]));
    }
    if (input.isMap() && input.shape().channels() == 1 && numbers.isRow()) {
      // Broadcasting makes as many channels of a gray map as there are numbers.
      input = Channels.expand(call, input, values.length);
    }
    layer.require(
        numbers.isRow()
            && values.length == input.last()
            && numbers.shape().size() <= input.axes().size() + 1,
        "a constant of shape " + numbers.shape() + " and a tensor of " + input.axes(),
        CONSTANTS);
    call.emitter().charge(layer, 2L * values.length);
    float[] gammas = new float[values.length];
    float[] betas = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      gammas[i] = (float) gamma.applyAsDouble(values[i]);
      betas[i] = (float) beta.applyAsDouble(values[i]);
    }
    return call.emitter().affine(layer, input, gammas, betas);
  }
}

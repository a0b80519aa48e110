package dev.octet.model.keras.layer;

import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.keras.KerasErrors;
import dev.octet.model.keras.LayerConfig;
import dev.octet.model.keras.Value;
import java.util.List;

/** Add, Subtract, Multiply, Divide and Concatenate, of tensors and of a tensor and a number. */
final class Merges {
  private Merges() {}

  static Value add(LayerCall call) {
    if (isScalar(call)) {
      return affine(call, 1, scalar(call));
    }
    return chain(call, (a, b) -> sum(call, a, b));
  }

  static Value subtract(LayerCall call) {
    if (isScalar(call)) {
      boolean numberFirst = numberFirst(call);
      double number = scalar(call);
      return affine(call, numberFirst ? -1 : 1, numberFirst ? number : -number);
    }
    return chain(call, (a, b) -> sum(call, a, call.emitter().affine(call.layer(), b, -1.0, 0.0)));
  }

  static Value multiply(LayerCall call) {
    if (isScalar(call)) {
      return affine(call, scalar(call), 0);
    }
    return chain(call, (a, b) -> product(call, a, b));
  }

  static Value divide(LayerCall call) {
    LayerConfig layer = call.layer();
    layer.require(
        isScalar(call) && !numberFirst(call) && Float.isFinite((float) (1 / scalar(call))),
        "it divides by a tensor or by zero",
        "only division by numbers can be folded");
    return affine(call, 1 / scalar(call), 0);
  }

  static Value concatenate(LayerCall call) {
    LayerConfig layer = call.layer();
    int axis = layer.integer("axis", -1, -8, 8);
    Value first = call.tensors().isEmpty() ? call.input() : call.tensors().get(0);
    for (Value value : call.tensors()) {
      layer.require(
          (axis == -1 || axis == value.axes().size())
              && value.channelsLast()
              && value.axes().size() == first.axes().size(),
          "it joins axis " + axis + " of " + value.axes(),
          "join the channels");
    }
    if (call.tensors().size() == 1) {
      return first;
    }
    Value joined = call.emit(new Op.Concat(), call.tensors().toArray(new Value[0]));
    Integer[] axes = first.axes().toArray(new Integer[0]);
    axes[axes.length - 1] = joined.shape().channels();
    return joined.withAxes(axes);
  }

  private interface Pair {
    Value apply(Value a, Value b);
  }

  private static Value chain(LayerCall call, Pair pair) {
    List<Value> tensors = call.tensors();
    if (tensors.size() < 2 || tensors.size() != call.numbers().size()) {
      throw KerasErrors.invalid(call.layer(), "it is called with too few tensors");
    }
    Value result = tensors.get(0);
    for (Value next : tensors.subList(1, tensors.size())) {
      result = pair.apply(result, next);
    }
    return result;
  }

  private static Value sum(LayerCall call, Value a, Value b) {
    if (!a.shape().equals(b.shape()) || !a.axes().equals(b.axes())) {
      throw mismatch(call, a, b);
    }
    Value sum = call.emit(new Op.Add(), a, b);
    return new Value(sum.tensor(), sum.shape(), a.axes(), false);
  }

  private static Value product(LayerCall call, Value a, Value b) {
    boolean swapped = b.shape().pixels() > a.shape().pixels();
    Value map = swapped ? b : a;
    Value gate = swapped ? a : b;
    boolean equal = map.shape().equals(gate.shape()) && map.axes().equals(gate.axes());
    boolean gated =
        map.isMap()
            && gate.shape().equals(new Shape(1, 1, map.shape().channels()))
            && gate.last() == map.shape().channels();
    if (!equal && !gated) {
      throw mismatch(call, a, b);
    }
    Value product = call.emit(new Op.Mul(), map, gate);
    return new Value(product.tensor(), product.shape(), map.axes(), false);
  }

  private static RuntimeException mismatch(LayerCall call, Value a, Value b) {
    return KerasErrors.unsupported(
        call.layer(),
        "shapes " + a.axes() + " and " + b.axes() + " would need broadcasting",
        "only a map times one gate per channel is supported");
  }

  /** Whether the call is of one tensor and one number, in any order, the number perhaps named. */
  private static boolean isScalar(LayerCall call) {
    int numbers = call.numbers().size() - call.tensors().size();
    boolean named = call.named().containsKey("y") || call.named().containsKey("x");
    return call.tensors().size() == 1 && (numbers == 1 && !named || numbers == 0 && named);
  }

  private static boolean numberFirst(LayerCall call) {
    return call.named().isEmpty() ? !call.numbers().get(0).isNaN() : call.named().containsKey("x");
  }

  private static double scalar(LayerCall call) {
    return call.numbers().stream()
        .filter(number -> !number.isNaN())
        .findFirst()
        .or(() -> java.util.Optional.ofNullable(call.named().get("y")))
        .orElseGet(() -> call.named().get("x"));
  }

  private static Value affine(LayerCall call, double gamma, double beta) {
    return call.emitter().affine(call.layer(), call.tensors().get(0), gamma, beta);
  }
}

package dev.octet.model.keras.layer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.model.ModelLimits;
import dev.octet.model.keras.config.KerasErrors;
import dev.octet.model.keras.config.LayerConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * A number or an array of numbers that a layer is called with.
 *
 * @param values row-major
 * @param shape extents; empty for a number
 */
record Numbers(double[] values, List<Integer> shape) {
  /** Whether a constant of a call holds numbers, perhaps wrapped as Keras 3 wraps arrays. */
  static boolean isNumeric(JsonNode constant) {
    JsonNode value = unwrapped(constant);
    while (value.isArray() && !value.isEmpty()) {
      value = value.get(0);
    }
    return value.isNumber();
  }

  /**
   * Reads a constant.
   *
   * @throws dev.octet.runtime.OctetException INPUT if a number is not finite or the rows differ in
   *     length
   */
  static Numbers of(LayerConfig layer, JsonNode constant) {
    JsonNode value = unwrapped(constant);
    List<Integer> shape = new ArrayList<>();
    for (JsonNode inner = value; inner.isArray(); inner = inner.path(0)) {
      shape.add(inner.size());
      if (shape.size() > ModelLimits.RANK) {
        throw KerasErrors.invalid(layer, "it is called with an array of too many axes");
      }
    }
    List<Double> numbers = new ArrayList<>();
    collect(layer, value, shape, 0, numbers);
    return new Numbers(
        numbers.stream().mapToDouble(Double::doubleValue).toArray(), List.copyOf(shape));
  }

  /** {@code {"class_name": "__numpy__", "config": {"value": ...}}}. */
  private static JsonNode unwrapped(JsonNode constant) {
    return constant.path("config").has("value") ? constant.path("config").path("value") : constant;
  }

  private static void collect(
      LayerConfig layer, JsonNode value, List<Integer> shape, int depth, List<Double> numbers) {
    if (depth == shape.size()) {
      if (!value.isNumber() || !Float.isFinite(value.floatValue())) {
        throw KerasErrors.invalid(layer, "it is called with a number that is not finite");
      }
      numbers.add(value.doubleValue());
      return;
    }
    if (!value.isArray() || value.size() != shape.get(depth)) {
      throw KerasErrors.invalid(layer, "it is called with rows of different lengths");
    }
    for (JsonNode inner : value) {
      collect(layer, inner, shape, depth + 1, numbers);
    }
  }

  /** Whether it is one number, with or without axes. */
  boolean isOne() {
    return values.length == 1;
  }

  /** Whether it varies along its last axis only. */
  boolean isRow() {
    return !shape.isEmpty() && values.length == shape.get(shape.size() - 1);
  }

  /** Its numbers as whole ones. */
  int[] integers(LayerConfig layer) {
    int[] integers = new int[values.length];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = (int) values[i];
      if (integers[i] != values[i]) {
        throw KerasErrors.invalid(layer, "it is called with " + values[i] + ", no whole number");
      }
    }
    return integers;
  }
}

package dev.octet.model.keras.layer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.model.graph.Op;
import dev.octet.model.keras.config.KerasErrors;
import dev.octet.model.keras.config.LayerConfig;
import dev.octet.model.keras.weight.WeightStore.Stored;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One call of a layer.
 *
 * @param layer the layer
 * @param tensors tensors it is called with, in order
 * @param arguments constants it is called with, in order; null where {@code tensors} has its turn
 * @param named constants it is called with by name
 * @param weights finds its arrays
 * @param emitter takes the nodes
 */
public record LayerCall(
    LayerConfig layer,
    List<KerasValue> tensors,
    List<JsonNode> arguments,
    Map<String, JsonNode> named,
    Supplier<List<Stored>> weights,
    GraphEmitter emitter) {
  /** The one tensor. */
  KerasValue input() {
    if (tensors.size() != 1) {
      throw KerasErrors.invalid(layer, "it is called with " + tensors.size() + " tensors, not one");
    }
    return tensors.get(0);
  }

  /** The one tensor, a map of height, width and channels. */
  KerasValue map() {
    KerasValue input = input();
    if (!input.isMap()) {
      throw KerasErrors.unsupported(
          layer,
          "its input of shape " + input.axes() + " is no map of height, width and channels",
          "use it on maps");
    }
    return input;
  }

  KerasValue emit(Op op, KerasValue... inputs) {
    return emitter.emit(layer, op, inputs);
  }

  /** Applies a function that changes values one by one. */
  KerasValue elementwise(Op op) {
    return emitter.elementwise(layer, op, input());
  }

  /**
   * Arrays of the layer, in order.
   *
   * @param count how many it must have
   */
  List<Stored> weights(int count) {
    List<Stored> found = weights.get();
    if (found.size() != count) {
      throw KerasErrors.invalid(
          layer, "the file has " + found.size() + " arrays of weights for it, not " + count);
    }
    return found;
  }

  /** An array of the given extents. */
  float[] read(Stored stored, Integer... shape) {
    if (!stored.shape().equals(List.of(shape))) {
      throw KerasErrors.invalid(
          layer, "its weights have the shape " + stored.shape() + ", not " + List.of(shape));
    }
    return stored.read();
  }

  /** A constant that it is called with by its place, counted without tensors. */
  Optional<JsonNode> constant(int index) {
    return arguments.stream().filter(Objects::nonNull).skip(index).findFirst();
  }

  /** Whether a constant is given by name, in the call or in the settings. */
  boolean has(String name) {
    return named.containsKey(name) || !layer.get(name).isMissingNode();
  }

  /**
   * Numbers given by name, in the call or in the settings, or by place; null where they are not
   * given.
   *
   * @param place counted without tensors; below 0 for those that always have a name
   */
  Numbers numbers(String name, int place) {
    JsonNode given = named.get(name);
    if (given == null && !layer.get(name).isMissingNode()) {
      given = layer.get(name);
    }
    if (given == null && place >= 0) {
      given = constant(place).orElse(null);
    }
    return given == null ? null : Numbers.of(layer, given);
  }

  /** The same call with another input. */
  LayerCall on(KerasValue input) {
    return new LayerCall(layer, List.of(input), List.of(), Map.of(), weights, emitter);
  }
}

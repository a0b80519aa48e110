package dev.octet.model.keras.layer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.model.ModelLimits;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Rearrangements;
import dev.octet.model.keras.config.KerasErrors;
import dev.octet.model.keras.config.LayerConfig;

/** Layers that change no value: Flatten, Reshape, and those that only work in training. */
final class Views {
  private Views() {}

  static KerasValue identity(LayerCall call) {
    return call.input();
  }

  static KerasValue flatten(LayerCall call) {
    KerasValue input = call.input();
    if (input.elements() > ModelLimits.ACTIVATION_ELEMENTS) {
      throw KerasErrors.invalid(call.layer(), "its input is too large");
    }
    return input.withAxes((int) input.elements());
  }

  static KerasValue reshape(LayerCall call) {
    LayerConfig layer = call.layer();
    KerasValue input = call.input();
    JsonNode target = layer.get("target_shape");
    if (!target.isArray() || target.size() > ModelLimits.RANK) {
      throw KerasErrors.invalid(layer, "its target_shape is no list of extents");
    }
    Integer[] axes = new Integer[target.size()];
    int open = -1;
    long known = 1;
    for (int i = 0; i < axes.length; i++) {
      axes[i] = layer.integer("target_shape", target.get(i), -1, ModelLimits.ACTIVATION_ELEMENTS);
      if (axes[i] == -1 && open < 0) {
        open = i;
      } else {
        known =
            Math.min(
                known * Math.max(axes[i], 0), Long.MAX_VALUE / ModelLimits.ACTIVATION_ELEMENTS / 2);
      }
    }
    if (open >= 0 && known > 0) {
      axes[open] = (int) (input.elements() / known);
      known *= axes[open];
    }
    if (known != input.elements()) {
      throw KerasErrors.invalid(
          layer, "it makes " + target + " of " + input.axes() + ", which has another size");
    }
    return input.withAxes(axes);
  }

  static KerasValue pad(LayerCall call) {
    LayerConfig layer = call.layer();
    int[][] edges = edges(layer, "padding");
    int[] rows = edges[0];
    int[] columns = edges[1];
    KerasValue input = call.map();
    if ((rows[0] | rows[1] | columns[0] | columns[1]) == 0) {
      return input;
    }
    return call.emit(new Op.Pad(rows[0], columns[0], rows[1], columns[1], 0), input);
  }

  static KerasValue crop(LayerCall call) {
    LayerConfig layer = call.layer();
    int[][] edges = edges(layer, "cropping");
    KerasValue input = call.map();
    int[][] kept = new int[2][];
    for (int i = 0; i < 2; i++) {
      int count = input.axes().get(i) - edges[i][0] - edges[i][1];
      if (count < 1) {
        throw KerasErrors.invalid(layer, "it leaves nothing of a map of " + input.shape());
      }
      kept[i] = Rearrangements.offsets(count, edges[i][0], 1);
    }
    return call.emit(Rearrangements.pixels(input.shape(), kept[0], kept[1]), input);
  }

  /** Pixels above and below, left and right; from two pairs, from two numbers or from one. */
  private static int[][] edges(LayerConfig layer, String key) {
    layer.requireChannelsLast();
    JsonNode pairs = layer.get(key);
    if (pairs.isArray() && pairs.size() == 2 && pairs.get(0).isArray()) {
      return new int[][] {edge(layer, key, pairs.get(0)), edge(layer, key, pairs.get(1))};
    }
    int[] both = layer.pair(key, 1, 0, ModelLimits.WINDOW);
    return new int[][] {{both[0], both[0]}, {both[1], both[1]}};
  }

  private static int[] edge(LayerConfig layer, String key, JsonNode pair) {
    if (!pair.isArray() || pair.size() != 2) {
      throw KerasErrors.invalid(layer, "its " + key + " is no pair of numbers");
    }
    return new int[] {
      layer.integer(key, pair.get(0), 0, ModelLimits.WINDOW),
      layer.integer(key, pair.get(1), 0, ModelLimits.WINDOW)
    };
  }
}

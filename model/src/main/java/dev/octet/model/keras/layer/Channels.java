package dev.octet.model.keras.layer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.model.ModelLimits;
import dev.octet.model.graph.Op;
import dev.octet.model.keras.config.LayerConfig;
import dev.octet.runtime.schedule.operation.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Operations that pick, order or repeat channels, as preprocessing does: RGB to BGR by a slice with
 * step -1, a flip, indices or a gather, and gray to three channels. Each becomes a 1x1 convolution
 * of ones and zeros, which the first layer takes in.
 */
final class Channels {
  private static final Window POINT = Window.pointwise();
  private static final String ADVICE =
      "pick, flip or repeat whole channels only, or do it before the network";

  private Channels() {}

  /** {@code x[..., 2]}, {@code x[..., ::-1]}: of the channels only. */
  static KerasValue item(LayerCall call) {
    LayerConfig layer = call.layer();
    KerasValue input = call.map();
    JsonNode spec =
        call.named().containsKey("slice_spec")
            ? call.named().get("slice_spec")
            : call.constant(0).orElse(null);
    layer.require(spec != null, "it is called without an index", ADVICE);
    List<JsonNode> items = new ArrayList<>();
    if (spec.isArray()) {
      spec.forEach(items::add);
    } else {
      items.add(spec);
    }
    int axes = input.axes().size() + 1;
    JsonNode last = null;
    for (int i = 0; i < items.size(); i++) {
      JsonNode item = items.get(i);
      if (i == items.size() - 1 && !isEllipsis(item)) {
        boolean reaches = items.size() == axes || items.stream().anyMatch(Channels::isEllipsis);
        last = reaches ? item : null;
        layer.require(reaches || isWhole(item), "an index into a map", ADVICE);
      } else {
        layer.require(isEllipsis(item) || isWhole(item), "an index into a map", ADVICE);
      }
    }
    layer.require(items.size() <= axes, "an index of " + items.size() + " axes", ADVICE);
    if (last == null) {
      return input;
    }
    int channels = input.shape().channels();
    if (last.isNumber()) {
      int index = layer.integer("index", last, -channels, channels - 1);
      KerasValue picked = select(call, input, new int[] {Math.floorMod(index, channels)});
      return picked.withAxes(input.axes().get(0), input.axes().get(1));
    }
    layer.require(isSlice(last), "an index that is neither number nor slice", ADVICE);
    return select(call, input, slice(layer, settings(last), channels));
  }

  private static boolean isEllipsis(JsonNode item) {
    return item.path("class_name").asText("").equals("__ellipsis__");
  }

  private static JsonNode settings(JsonNode slice) {
    return slice.path("class_name").asText("").equals("__slice__") ? slice.path("config") : slice;
  }

  private static boolean isSlice(JsonNode item) {
    JsonNode settings = settings(item);
    return settings.has("start") && settings.has("stop") && settings.has("step");
  }

  private static boolean isWhole(JsonNode item) {
    JsonNode settings = settings(item);
    return isSlice(item)
        && (settings.get("start").isNull() || settings.get("start").asInt(-1) == 0)
        && settings.get("stop").isNull()
        && (settings.get("step").isNull() || settings.get("step").asInt(0) == 1);
  }

  /** The indices that Python's slices mean. */
  private static int[] slice(LayerConfig layer, JsonNode slice, int channels) {
    int most = ModelLimits.ACTIVATION_ELEMENTS;
    int step =
        slice.get("step").isNull() ? 1 : layer.integer("step", slice.get("step"), -most, most);
    layer.require(step != 0, "a slice with step 0", ADVICE);
    int low = step > 0 ? 0 : -1;
    int high = step > 0 ? channels : channels - 1;
    int start = step > 0 ? low : high;
    int stop = step > 0 ? high : low;
    if (!slice.get("start").isNull()) {
      start = bound(layer, slice.get("start"), channels, low, high);
    }
    if (!slice.get("stop").isNull()) {
      stop = bound(layer, slice.get("stop"), channels, low, high);
    }
    List<Integer> indices = new ArrayList<>();
    for (long i = start; step > 0 ? i < stop : i > stop; i += step) {
      indices.add((int) i);
    }
    layer.require(!indices.isEmpty(), "a slice without channels", ADVICE);
    return indices.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int bound(LayerConfig layer, JsonNode value, int channels, int low, int high) {
    int most = ModelLimits.ACTIVATION_ELEMENTS;
    int index = layer.integer("slice", value, -most, most);
    return Math.max(low, Math.min(high, index < 0 ? index + channels : index));
  }

  /** Channels from last to first. */
  static KerasValue flip(LayerCall call) {
    KerasValue input = call.map();
    requireChannels(call, call.numbers("axis", 0));
    int channels = input.shape().channels();
    int[] source = new int[channels];
    Arrays.setAll(source, i -> channels - 1 - i);
    return select(call, input, source);
  }

  /** Channels in the order of indices. */
  static KerasValue take(LayerCall call) {
    LayerConfig layer = call.layer();
    KerasValue input = call.map();
    requireChannels(call, call.numbers("axis", -1));
    Numbers indices = call.numbers("indices", 0);
    layer.require(
        indices != null && (indices.isOne() || indices.isRow()), "no list of indices", ADVICE);
    int channels = input.shape().channels();
    int[] source = indices.integers(layer);
    for (int i = 0; i < source.length; i++) {
      layer.require(
          source[i] >= -channels && source[i] < channels, "an index of " + source[i], ADVICE);
      source[i] = Math.floorMod(source[i], channels);
    }
    KerasValue taken = select(call, input, source);
    return indices.shape().isEmpty()
        ? taken.withAxes(input.axes().get(0), input.axes().get(1))
        : taken;
  }

  /** Every channel several times. */
  static KerasValue repeat(LayerCall call) {
    requireChannels(call, call.numbers("axis", 1));
    Numbers repeats = call.numbers("repeats", 0);
    call.layer().require(repeats != null && repeats.isOne(), "no number of repeats", ADVICE);
    int times = times(call, repeats.integers(call.layer())[0]);
    int[] source = new int[call.map().shape().channels() * times];
    Arrays.setAll(source, i -> i / times);
    return select(call, call.map(), source);
  }

  /** All channels several times. */
  static KerasValue tile(LayerCall call) {
    LayerConfig layer = call.layer();
    KerasValue input = call.map();
    Numbers multiples = call.numbers(call.has("multiples") ? "multiples" : "repeats", 0);
    layer.require(multiples != null, "no multiples", ADVICE);
    int[] factors = multiples.integers(layer);
    int axes = input.axes().size() + 1;
    boolean channelsOnly = factors.length > 0 && factors.length <= axes;
    for (int i = 0; i < factors.length - 1; i++) {
      channelsOnly &= factors[i] == 1;
    }
    layer.require(channelsOnly, "multiples " + Arrays.toString(factors), ADVICE);
    int channels = input.shape().channels();
    int[] source = new int[channels * times(call, factors[factors.length - 1])];
    Arrays.setAll(source, i -> i % channels);
    return select(call, input, source);
  }

  /** Gray to three channels. */
  static KerasValue grayToRgb(LayerCall call) {
    KerasValue input = call.map();
    call.layer().require(input.shape().channels() == 1, "an input that is not gray", ADVICE);
    return select(call, input, new int[3]);
  }

  private static int times(LayerCall call, int times) {
    int most = ModelLimits.ACTIVATION_ELEMENTS / call.map().shape().channels();
    call.layer().require(times >= 1 && times <= most, times + " repeats", ADVICE);
    return times;
  }

  /** One channel as often as wanted. */
  static KerasValue expand(LayerCall call, KerasValue gray, int channels) {
    return select(call, gray, new int[channels]);
  }

  private static void requireChannels(LayerCall call, Numbers axis) {
    int last = call.map().axes().size();
    call.layer()
        .require(
            axis != null && axis.isOne() && (axis.values()[0] == -1 || axis.values()[0] == last),
            "it works along another axis than the channels",
            ADVICE);
  }

  /** The channels of the given numbers, in their order. */
  private static KerasValue select(LayerCall call, KerasValue input, int[] source) {
    int channels = input.shape().channels();
    boolean same = source.length == channels;
    for (int i = 0; same && i < channels; i++) {
      same = source[i] == i;
    }
    if (same) {
      return input;
    }
    call.emitter().charge(call.layer(), (long) source.length * (channels + 1));
    float[] weights = new float[source.length * channels];
    for (int i = 0; i < source.length; i++) {
      weights[i * channels + source[i]] = 1;
    }
    return call.emit(
        new Op.Conv(POINT, 1, source.length, weights, new float[source.length]), input);
  }
}

package dev.octet.model.keras.layer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.model.Choice;
import dev.octet.model.graph.Op;
import dev.octet.model.keras.config.KerasErrors;
import dev.octet.model.keras.config.LayerConfig;
import dev.octet.runtime.schedule.output.Ending;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Activation functions, as layers of their own and as settings of others. */
final class Activations {
  private static final String ADVICE =
      "train with ReLU, ReLU6, LeakyReLU, hard-swish or hard-sigmoid instead";

  private Activations() {}

  /** The function that a layer names as its {@code activation}, on the layer's own output. */
  static KerasValue after(LayerCall call, KerasValue output) {
    return of(call.on(output), call.layer().get("activation"));
  }

  private static KerasValue of(LayerCall call, JsonNode activation) {
    LayerConfig layer = call.layer();
    if (activation.isObject() && activation.path("config").isObject()) {
      // A layer as the activation of another one.
      LayerConfig inner =
          new LayerConfig(
              activation.path("class_name").asText(""),
              layer.name(),
              activation.path("config"),
              layer.kerasMajor());
      LayerConverter converter =
          Map.<String, LayerConverter>of(
                  "ReLU", Activations::relu,
                  "LeakyReLU", LeakyRelus::layer,
                  "ELU", Curves::elu,
                  "Softmax", Activations::softmax)
              .get(inner.className());
      if (converter == null) {
        throw unknown(layer, inner.className());
      }
      return converter.convert(
          new LayerCall(
              inner, call.tensors(), List.of(), Map.of(), call.weights(), call.emitter()));
    }
    String name = activation.isObject() ? activation.path("config").asText("") : null;
    return named(call, name != null ? name : activation.asText("linear"));
  }

  static KerasValue activation(LayerCall call) {
    return of(call, call.layer().get("activation"));
  }

  /** Applies a function by its name in Keras. */
  static KerasValue named(LayerCall call, String name) {
    // Functions of the author's own may have a package before their name.
    String plain = name.substring(name.lastIndexOf('>') + 1).toLowerCase(java.util.Locale.ROOT);
    return switch (plain) {
      case "linear" -> call.input();
      case "relu" -> call.elementwise(new Op.Clip(0, Float.POSITIVE_INFINITY));
      case "relu6" -> call.elementwise(new Op.Clip(0, 6));
      case "hard_swish", "hard_silu", "hardswish" -> call.elementwise(new Op.HardSwish());
      case "leaky_relu" -> LeakyRelus.function(call);
      case "hard_sigmoid" -> hardSigmoid(call);
      case "softmax", "log_softmax" -> softmax(call);
      case "sigmoid" -> sigmoid(call);
      default -> {
        if (!Curves.knows(plain)) {
          throw unknown(call.layer(), plain);
        }
        yield Curves.named(call, plain);
      }
    };
  }

  private static RuntimeException unknown(LayerConfig layer, String name) {
    return KerasErrors.unsupported(layer, "the activation '" + name + "'", ADVICE);
  }

  /** Keras 3 made {@code x / 6 + 0.5} of what was {@code 0.2 x + 0.5}. */
  static KerasValue hardSigmoid(LayerCall call) {
    boolean newer = call.layer().kerasMajor() >= 3;
    return call.elementwise(new Op.HardSigmoid(newer ? 1f / 6f : 0.2f, 0.5f));
  }

  static KerasValue relu(LayerCall call) {
    LayerConfig layer = call.layer();
    float slope = layer.channels("negative_slope", 1, 0)[0];
    Optional<Double> high = layer.number("max_value");
    layer.require(layer.channels("threshold", 1, 0)[0] == 0, "a threshold", ADVICE);
    layer.require(
        slope == 0 || slope > 0 && high.isEmpty(),
        "a slope of " + slope + " below zero" + (high.isEmpty() ? "" : " with a maximum"),
        ADVICE);
    if (slope > 0) {
      return LeakyRelus.sloped(call, slope);
    }
    layer.require(high.isEmpty() || high.get() > 0, "a maximum of " + high.orElse(0.0), ADVICE);
    return call.elementwise(
        new Op.Clip(0, high.map(Double::floatValue).orElse(Float.POSITIVE_INFINITY)));
  }

  /** A softmax over the classes is split off at the end. */
  static KerasValue softmax(LayerCall call) {
    KerasValue input = call.input();
    LayerConfig layer = call.layer();
    int axis = layer.integer("axis", -1, -8, 8);
    boolean last = axis == -1 || axis == input.axes().size();
    if (!last || input.last() < 2 && input.elements() > 1) {
      throw KerasErrors.unsupported(
          layer,
          "a softmax over " + input.axes(),
          "only a softmax over the last axis at the end is supported");
    }
    layer.require(
        input.elements() > 1,
        "a softmax over a single value, which is 1 for every picture",
        "train with a sigmoid over one value or a softmax over two");
    if (layer.text("activation", "").equals("log_softmax")) {
      call.emitter().choices().add(Choice.LOG_SOFTMAX);
    }
    return call.emitter().splitOff(layer, input, Ending.SOFTMAX);
  }

  /**
   * A sigmoid at the end is split off: over a single value as the second of two classes'
   * probabilities, over several as a probability for each, over a map as a mask.
   */
  static KerasValue sigmoid(LayerCall call) {
    return call.emitter().splitOff(call.layer(), call.input(), Ending.SIGMOID);
  }
}

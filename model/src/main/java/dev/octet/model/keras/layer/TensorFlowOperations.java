package dev.octet.model.keras.layer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.model.graph.Op;
import dev.octet.model.keras.config.KerasErrors;
import dev.octet.model.keras.config.LayerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Operations of TensorFlow between layers, such as {@code x + 3}: TFOpLambda of TensorFlow 2.4 to
 * 2.15, TensorFlowOpLayer before.
 */
final class TensorFlowOperations {
  private static final Map<String, LayerConverter> FUNCTIONS =
      Map.ofEntries(
          Map.entry("__operators__.add", Merges::add),
          Map.entry("math.add", Merges::add),
          Map.entry("math.subtract", Merges::subtract),
          Map.entry("math.multiply", Merges::multiply),
          Map.entry("math.truediv", Merges::divide),
          Map.entry("math.divide", Merges::divide),
          Map.entry("math.negative", Merges::negative),
          Map.entry("nn.bias_add", Merges::biasAdd),
          Map.entry("concat", Merges::concatenate),
          Map.entry("stack", Merges::stack),
          Map.entry("__operators__.getitem", Channels::item),
          Map.entry("reverse", Channels::flip),
          Map.entry("gather", Channels::take),
          Map.entry("compat.v1.gather", Channels::take),
          Map.entry("repeat", Channels::repeat),
          Map.entry("tile", Channels::tile),
          Map.entry("image.grayscale_to_rgb", Channels::grayToRgb),
          Map.entry("nn.relu", call -> Activations.named(call, "relu")),
          Map.entry("nn.relu6", call -> Activations.named(call, "relu6")),
          Map.entry("nn.softmax", call -> Activations.named(call, "softmax")),
          Map.entry("math.sigmoid", Activations::sigmoid),
          Map.entry("clip_by_value", TensorFlowOperations::clip),
          Map.entry("identity", Views::identity),
          Map.entry("cast", Views::identity));

  private static final Map<String, LayerConverter> NODES =
      Map.of(
          "Add", Merges::add,
          "AddV2", Merges::add,
          "BiasAdd", Merges::biasAdd,
          "Sub", Merges::subtract,
          "Mul", Merges::multiply,
          "RealDiv", Merges::divide,
          "Relu", call -> Activations.named(call, "relu"),
          "Relu6", call -> Activations.named(call, "relu6"),
          "Identity", Views::identity,
          "Cast", Views::identity);

  private TensorFlowOperations() {}

  static KerasValue function(LayerCall call) {
    return find(FUNCTIONS, call.layer(), call.layer().text("function", "")).convert(call);
  }

  /** {@code constants} holds the inputs that are numbers, by their position. */
  static KerasValue node(LayerCall call) {
    LayerConfig layer = call.layer();
    LayerConverter converter = find(NODES, layer, layer.get("node_def").path("op").asText(""));
    List<JsonNode> arguments = new ArrayList<>(call.arguments());
    JsonNode constants = layer.get("constants");
    if (constants.size() > 1) {
      throw KerasErrors.invalid(layer, "it has " + constants.size() + " constants");
    }
    constants
        .properties()
        .forEach(
            entry -> {
              if (!Numbers.isNumeric(entry.getValue()) || !entry.getKey().matches("[01]")) {
                throw KerasErrors.unsupported(
                    layer, "a constant that holds no numbers", "use numbers only");
              }
              int index = Math.min(Integer.parseInt(entry.getKey()), arguments.size());
              arguments.add(index, entry.getValue());
            });
    return converter.convert(
        new LayerCall(
            layer, call.tensors(), arguments, call.named(), call.weights(), call.emitter()));
  }

  private static LayerConverter find(
      Map<String, LayerConverter> converters, LayerConfig layer, String name) {
    LayerConverter converter = converters.get(name);
    if (converter == null) {
      throw KerasErrors.unsupported(
          layer,
          "the operation '" + name + "' of TensorFlow",
          "use layers of Keras, or export the model as ONNX with tf2onnx");
    }
    return converter;
  }

  private static KerasValue clip(LayerCall call) {
    float low = bound(call, "clip_value_min");
    float high = bound(call, "clip_value_max");
    call.layer().require(low < high, "its bounds " + low + " and " + high, "check the bounds");
    return call.elementwise(new Op.Clip(low, high));
  }

  private static float bound(LayerCall call, String name) {
    Numbers bound = call.numbers(name, -1);
    return bound != null && bound.isOne() ? (float) bound.values()[0] : Float.NaN;
  }
}

package dev.octet.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.model.keras.config.NetworkConfig.Argument;
import dev.octet.model.keras.config.NetworkConfig.Call;
import dev.octet.model.keras.config.NetworkConfig.Ref;
import dev.octet.runtime.format.bytes.FormatLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a layer is called with. Keras 2 writes {@code [[name, call, tensor, {keywords}], ...]}
 * (operations of TensorFlow without the outer list), Keras 3 {@code {"args": [...], "kwargs":
 * {...}}} with {@code __keras_tensor__} objects inside.
 */
final class CallReader {
  private static final String CONSTANT = "_CONSTANT_VALUE";

  /** Objects of Keras 3 that are constants. */
  private static final Set<String> CONSTANTS =
      Set.of("__numpy__", "__tensor__", "__ellipsis__", "__slice__");

  private final LayerConfig layer;
  private final List<Argument> arguments = new ArrayList<>();
  private final Map<String, JsonNode> named = new HashMap<>();

  private CallReader(LayerConfig layer) {
    this.layer = layer;
  }

  static Call read(LayerConfig layer, JsonNode call) {
    CallReader reader = new CallReader(layer);
    if (call.isObject()) {
      call.path("args").forEach(reader::argument);
      reader.keywords(call.path("kwargs"));
    } else if (call.path(0).isTextual()) {
      reader.legacy(call);
    } else {
      call.forEach(reader::legacy);
    }
    return new Call(List.copyOf(reader.arguments), Map.copyOf(reader.named));
  }

  /** The tensors that a network's {@code output_layers} name. */
  static List<Ref> outputs(LayerConfig model) {
    JsonNode list = model.get("output_layers");
    Optional<Ref> bare = ref(list);
    if (bare.isPresent()) {
      return List.of(bare.get());
    }
    if (list.isEmpty() || list.size() > FormatLimits.OUTPUTS) {
      throw KerasErrors.unsupported(
          model,
          list.size() + " outputs",
          "save a network with 1 to " + FormatLimits.OUTPUTS + " outputs");
    }
    List<Ref> outputs = new ArrayList<>();
    for (JsonNode entry : list) {
      // Keras 3 keeps a list as the value of a name where the author's outputs are nested.
      boolean nested = entry.isArray() && entry.size() == 1;
      outputs.add(
          ref(nested ? entry.get(0) : entry)
              .orElseThrow(() -> KerasErrors.invalid(model, "its 'output_layers' name no tensor")));
    }
    return outputs;
  }

  /** The one tensor that a network's {@code input_layers} name. */
  static Ref only(LayerConfig model, String key) {
    JsonNode list = model.get(key);
    if (list.isObject() && list.size() == 1) {
      list = list.elements().next();
    }
    Optional<Ref> bare = ref(list);
    if (bare.isPresent()) {
      return bare.get();
    }
    if (list.size() != 1) {
      throw KerasErrors.unsupported(
          model,
          list.size() + " tensors as its '" + key + "'",
          "save a network with one picture as the input");
    }
    JsonNode first = list.isObject() ? list.elements().next() : list.get(0);
    return ref(first)
        .orElseThrow(() -> KerasErrors.invalid(model, "its '" + key + "' name no tensor"));
  }

  private void legacy(JsonNode entry) {
    if (entry.path(0).asText("").equals(CONSTANT)) {
      arguments.add(new Argument(null, entry.path(2)));
    } else {
      arguments.add(Argument.of(ref(entry).orElseThrow(this::damaged)));
    }
    keywords(entry.path(3));
  }

  private void argument(JsonNode node) {
    if (isTensor(node)) {
      Ref ref = ref(node.path("config").path("keras_history")).orElseThrow(this::damaged);
      arguments.add(Argument.of(ref));
    } else if (node.isArray() && holdsTensors(node)) {
      node.forEach(this::argument);
    } else if (isConstant(node)) {
      arguments.add(new Argument(null, node));
    } else if (!node.isNull() && !node.isBoolean()) {
      throw KerasErrors.unsupported(
          layer,
          "it is called with something that is neither tensor nor number",
          "use the layer with tensors and numbers only");
    }
  }

  private static boolean isTensor(JsonNode node) {
    return node.path("class_name").asText("").equals("__keras_tensor__");
  }

  private static boolean holdsTensors(JsonNode list) {
    for (JsonNode entry : list) {
      if (isTensor(entry) || entry.isArray() && holdsTensors(entry)) {
        return true;
      }
    }
    return false;
  }

  /** Numbers, arrays of them, and what stands in an index. */
  private static boolean isConstant(JsonNode node) {
    return node.isNumber()
        || node.isArray()
        || CONSTANTS.contains(node.path("class_name").asText());
  }

  /** Keywords with constants; those with tensors count as arguments, others are for training. */
  private void keywords(JsonNode keywords) {
    keywords
        .properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              Optional<Ref> ref = ref(value);
              if (ref.isPresent()) {
                arguments.add(Argument.of(ref.get()));
              } else if (isTensor(value)) {
                argument(value);
              } else if (isConstant(value)) {
                named.put(entry.getKey(), value);
              }
            });
  }

  private static Optional<Ref> ref(JsonNode node) {
    boolean looksRight =
        node.isArray()
            && node.size() >= 3
            && node.get(0).isTextual()
            && node.get(1).canConvertToInt()
            && node.get(2).canConvertToInt();
    return looksRight
        ? Optional.of(new Ref(node.get(0).textValue(), node.get(1).intValue()))
        : Optional.empty();
  }

  private RuntimeException damaged() {
    return KerasErrors.invalid(layer, "its inbound_nodes name no tensor");
  }
}

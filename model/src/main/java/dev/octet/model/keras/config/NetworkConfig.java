package dev.octet.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.model.ModelLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A Functional or Sequential network as its config describes it.
 *
 * @param name its name
 * @param layers its layers in the config's order
 * @param input where the picture goes in
 * @param outputs where the outputs come out, in order
 */
public record NetworkConfig(String name, List<Layer> layers, Ref input, List<Ref> outputs) {
  /** Copies the lists. */
  public NetworkConfig {
    layers = List.copyOf(layers);
    outputs = List.copyOf(outputs);
  }

  private static final Set<String> NETWORKS = Set.of("Functional", "Model", "Sequential");

  /**
   * One layer.
   *
   * @param config class, name and settings
   * @param place its name in a {@code .keras} file
   * @param calls one for each time it is called, in order
   */
  public record Layer(LayerConfig config, String place, List<Call> calls) {
    /**
     * Whether references count its calls from 1: a network's own definition is its call 0, but not
     * that of Keras 3's Sequential.
     */
    public boolean countsFromOne() {
      return isNetwork(config)
          && (config.kerasMajor() < 3 || !config.className().equals("Sequential"));
    }
  }

  /**
   * One argument of a call.
   *
   * @param ref a tensor, or null
   * @param constant numbers, an index or a slice, if it is no tensor; otherwise null
   */
  public record Argument(Ref ref, JsonNode constant) {
    static Argument of(Ref ref) {
      return new Argument(ref, null);
    }
  }

  /**
   * One call of a layer.
   *
   * @param arguments tensors and constants, in order
   * @param named constants by name
   */
  public record Call(List<Argument> arguments, Map<String, JsonNode> named) {}

  /**
   * A tensor.
   *
   * @param layer name of the layer that made it
   * @param call in which of its calls
   */
  public record Ref(String layer, int call) {}

  /** Whether a layer is a network of its own. */
  public static boolean isNetwork(LayerConfig layer) {
    return NETWORKS.contains(layer.className());
  }

  /** Reads a network's config. */
  public static NetworkConfig of(LayerConfig model) {
    if (!isNetwork(model)) {
      throw KerasErrors.unsupported(
          model,
          "a class of the author's own",
          "build the model with keras.Model(inputs, outputs) or keras.Sequential");
    }
    return model.className().equals("Sequential") ? sequential(model) : functional(model);
  }

  private static NetworkConfig sequential(LayerConfig model) {
    // Before Keras 2.2.3, the config was the list itself.
    JsonNode list = model.settings().isArray() ? model.settings() : model.settings().path("layers");
    List<Layer> layers = new ArrayList<>();
    Places places = new Places();
    if (list.path(0).path("class_name").asText("").equals("InputLayer")) {
      LayerConfig config = layer(model, list.get(0));
      layers.add(new Layer(config, places.next(config.className()), List.of(noInput())));
    } else {
      LayerConfig input =
          new LayerConfig("InputLayer", "", implicit(model, list), model.kerasMajor());
      layers.add(new Layer(input, "", List.of(noInput())));
    }
    Ref before = new Ref(layers.get(0).config().name(), 0);
    Ref first = before;
    for (JsonNode node : list) {
      LayerConfig config = layer(model, node);
      if (config.className().equals("InputLayer")) {
        continue;
      }
      Call call = new Call(List.of(Argument.of(before)), Map.of());
      layers.add(new Layer(config, places.next(config.className()), List.of(call)));
      before = new Ref(config.name(), 0);
    }
    return new NetworkConfig(model.name(), checked(model, layers), first, List.of(before));
  }

  /** Where a Sequential network without an input layer keeps its input's shape. */
  private static JsonNode implicit(LayerConfig model, JsonNode list) {
    JsonNode first = list.path(0).path("config");
    // A network inside another one gets its input from that one.
    return first.has("batch_input_shape") ? first : model.settings();
  }

  private static NetworkConfig functional(LayerConfig model) {
    List<Layer> layers = new ArrayList<>();
    Places places = new Places();
    for (JsonNode node : model.get("layers")) {
      LayerConfig config = layer(model, node);
      List<Call> calls = new ArrayList<>();
      for (JsonNode call : node.path("inbound_nodes")) {
        calls.add(CallReader.read(config, call));
      }
      if (config.className().equals("InputLayer")) {
        calls = List.of(noInput());
      }
      boolean isLayer = !node.path("module").asText("").startsWith("keras.src.ops");
      layers.add(new Layer(config, isLayer ? places.next(config.className()) : "", calls));
    }
    return new NetworkConfig(
        model.name(),
        checked(model, layers),
        CallReader.only(model, "input_layers"),
        CallReader.outputs(model));
  }

  private static Call noInput() {
    return new Call(List.of(), Map.of());
  }

  private static List<Layer> checked(LayerConfig model, List<Layer> layers) {
    Set<String> names = new HashSet<>();
    for (Layer layer : layers) {
      if (!names.add(layer.config().name())) {
        throw KerasErrors.invalid(model, "two layers named '" + layer.config().name() + "'");
      }
    }
    if (layers.size() > ModelLimits.NODES) {
      throw KerasErrors.invalid(model, "more than " + ModelLimits.NODES + " layers");
    }
    return layers;
  }

  /** Class, name and settings of a layer or network. */
  public static LayerConfig layer(LayerConfig parent, JsonNode node) {
    return layer(node, parent.kerasMajor(), parent.where());
  }

  /** The settings of one layer; {@code where} says in errors what was read. */
  public static LayerConfig layer(JsonNode node, int kerasMajor, String where) {
    String className = node.path("class_name").asText("");
    JsonNode settings = node.path("config");
    String name = node.path("name").asText(settings.path("name").asText(""));
    if (className.isEmpty()
        || className.length() > ModelLimits.NAME
        || name.length() > ModelLimits.NAME
        || !settings.isObject() && !settings.isArray()) {
      throw KerasErrors.damaged("a layer without class or config", where);
    }
    return new LayerConfig(
        className,
        name.isEmpty() ? className.toLowerCase(Locale.ROOT) : name,
        settings,
        kerasMajor);
  }

  /** Counts classes the way Keras names the groups of a {@code .keras} file. */
  private static final class Places {
    private final Map<String, Integer> used = new HashMap<>();

    String next(String className) {
      String snake =
          className
              .replaceAll("\\W+", "")
              .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
              .replaceAll("([a-z])([A-Z])", "$1_$2")
              .toLowerCase(Locale.ROOT);
      int number = used.merge(snake, 1, Integer::sum) - 1;
      return number == 0 ? snake : snake + "_" + number;
    }
  }

  /** Layers by name. */
  public Map<String, Layer> byName() {
    Map<String, Layer> byName = new LinkedHashMap<>();
    layers.forEach(layer -> byName.put(layer.config().name(), layer));
    return byName;
  }
}

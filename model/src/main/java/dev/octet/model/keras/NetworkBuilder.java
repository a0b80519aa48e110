package dev.octet.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.model.ModelLimits;
import dev.octet.model.keras.config.KerasErrors;
import dev.octet.model.keras.config.LayerConfig;
import dev.octet.model.keras.config.NetworkConfig;
import dev.octet.model.keras.config.NetworkConfig.Argument;
import dev.octet.model.keras.config.NetworkConfig.Call;
import dev.octet.model.keras.config.NetworkConfig.Layer;
import dev.octet.model.keras.config.NetworkConfig.Ref;
import dev.octet.model.keras.layer.GraphEmitter;
import dev.octet.model.keras.layer.KerasValue;
import dev.octet.model.keras.layer.LayerCall;
import dev.octet.model.keras.layer.LayerConverter;
import dev.octet.model.keras.layer.LayerConverters;
import dev.octet.model.keras.layer.LayerRefusals;
import dev.octet.model.keras.weight.WeightStore;
import dev.octet.model.keras.weight.WeightStore.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Walks a network in order of computation and converts each call; networks inside it as well. */
record NetworkBuilder(GraphEmitter emitter, WeightStore weights) {
  /** One call of a layer, and how many of its tensors are not computed yet. */
  private static final class Pending {
    private final int order;
    private final Layer layer;
    private final int index;
    private int missing;

    Pending(int order, Layer layer, int index) {
      this.order = order;
      this.layer = layer;
      this.index = index;
    }
  }

  /**
   * Converts a network.
   *
   * @param path the networks it is nested in, outermost first
   * @return its outputs
   */
  List<KerasValue> build(
      NetworkConfig network, LayerConfig owner, KerasValue input, List<Step> path) {
    if (path.size() > ModelLimits.KERAS_MODELS) {
      throw KerasErrors.invalid(owner, "too many networks inside one another");
    }
    Map<String, Layer> layers = network.byName();
    Map<Ref, List<Pending>> readers = new HashMap<>();
    PriorityQueue<Pending> ready = new PriorityQueue<>((a, b) -> Integer.compare(a.order, b.order));
    int order = 0;
    for (Layer layer : network.layers()) {
      for (int i = 0; i < layer.calls().size(); i++) {
        Pending pending = new Pending(order++, layer, i);
        for (Argument argument : layer.calls().get(i).arguments()) {
          if (argument.ref() != null) {
            Ref ref = resolve(argument.ref(), layers, layer.config());
            readers.computeIfAbsent(ref, key -> new ArrayList<>()).add(pending);
            pending.missing++;
          }
        }
        if (pending.missing == 0) {
          ready.add(pending);
        }
      }
    }
    Map<Ref, KerasValue> values = new HashMap<>();
    Ref first = resolve(network.input(), layers, owner);
    for (Pending next = ready.poll(); next != null; next = ready.poll()) {
      Ref ref = new Ref(next.layer.config().name(), next.index);
      if (next.layer.config().className().equals("InputLayer")) {
        if (!ref.equals(first)) {
          throw KerasErrors.unsupported(
              next.layer.config(),
              "a second input",
              "save a network with one picture as the input");
        }
        values.put(ref, input);
      } else {
        values.put(ref, convert(next, values, layers, path));
      }
      for (Pending reader : readers.getOrDefault(ref, List.of())) {
        if (--reader.missing == 0) {
          ready.add(reader);
        }
      }
    }
    List<KerasValue> outputs = new ArrayList<>();
    for (Ref output : network.outputs()) {
      KerasValue value = values.get(resolve(output, layers, owner));
      if (value == null) {
        throw KerasErrors.invalid(owner, "its output does not depend on its input, or on itself");
      }
      outputs.add(value);
    }
    return outputs;
  }

  /** Which call a reference means. */
  private static Ref resolve(Ref ref, Map<String, Layer> layers, LayerConfig where) {
    Layer layer = layers.get(ref.layer());
    if (layer == null) {
      throw KerasErrors.invalid(where, "it reads from '" + ref.layer() + "', which does not exist");
    }
    int calls = layer.calls().size();
    int call = calls == 1 ? 0 : ref.call() - (layer.countsFromOne() ? 1 : 0);
    if (call < 0 || call >= calls) {
      throw KerasErrors.invalid(
          where, "it reads call " + ref.call() + " of '" + ref.layer() + "', which has " + calls);
    }
    return new Ref(ref.layer(), call);
  }

  private KerasValue convert(
      Pending pending, Map<Ref, KerasValue> values, Map<String, Layer> layers, List<Step> path) {
    LayerConfig layer = pending.layer.config();
    Call call = pending.layer.calls().get(pending.index);
    List<KerasValue> tensors = new ArrayList<>();
    List<JsonNode> arguments = new ArrayList<>();
    for (Argument argument : call.arguments()) {
      if (argument.ref() != null) {
        tensors.add(values.get(resolve(argument.ref(), layers, layer)));
      }
      arguments.add(argument.constant());
    }
    List<Step> inner = new ArrayList<>(path);
    inner.add(new Step(layer.name(), pending.layer.place()));
    if (NetworkConfig.isNetwork(layer)) {
      if (tensors.size() != 1) {
        throw KerasErrors.unsupported(
            layer, "a network with " + tensors.size() + " inputs", "use networks with one input");
      }
      List<KerasValue> outputs = build(NetworkConfig.of(layer), layer, tensors.get(0), inner);
      if (outputs.size() > 1) {
        throw KerasErrors.unsupported(
            layer,
            "a network with " + outputs.size() + " outputs inside another one",
            "use networks with one output, or build one network of all layers");
      }
      return outputs.get(0);
    }
    LayerConverter converter =
        LayerConverters.of(layer.className()).orElseThrow(() -> LayerRefusals.of(layer));
    return converter.convert(
        new LayerCall(layer, tensors, arguments, call.named(), () -> weights.of(inner), emitter));
  }
}

package dev.octet.model.torch.pickle;

import dev.octet.model.Choice;
import dev.octet.model.ModelLimits;
import dev.octet.model.torch.pickle.PickleValue.Dict;
import dev.octet.model.torch.pickle.PickleValue.Tensor;
import dev.octet.model.torch.tensor.Faults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the state dict in what a training script saved: bare, or in a dict beside optimizer state,
 * counters and arguments.
 */
public final class StateDictFinder {
  /** Averaged weights, which timm and others evaluate with. */
  private static final List<String> AVERAGED =
      List.of("state_dict_ema", "model_ema", "ema_state_dict", "ema_model", "ema");

  private static final List<String> USUAL =
      List.of(
          "state_dict",
          "model_state_dict",
          "model",
          "net",
          "network",
          "module",
          "params",
          "weights");

  private final String file;
  private final List<Choice> choices = new ArrayList<>();
  private Optional<String> architecture = Optional.empty();

  /** Searches what a file held; its name is for errors. */
  public StateDictFinder(String file) {
    this.file = file;
  }

  /** What was decided on the way. */
  public List<Choice> choices() {
    return choices;
  }

  /** The network's name, if the file has it as {@code arch}. */
  public Optional<String> architecture() {
    return architecture;
  }

  /**
   * The tensors of the state dict by name, in order, without a prefix that all of them share.
   *
   * @throws dev.octet.runtime.OctetException UNSUPPORTED if there is none
   */
  public Map<String, Tensor> find(Object root) {
    Dict dict = root instanceof Dict d ? d : null;
    for (int depth = 0; dict != null && depth < ModelLimits.WRAPPERS; depth++) {
      if (dict.get("arch") instanceof String arch) {
        architecture = Optional.of(arch);
      }
      Map<String, Tensor> tensors = tensors(dict);
      if (!tensors.isEmpty()) {
        return withoutPrefix(tensors);
      }
      dict = inner(dict);
    }
    throw Faults.notStateDict("no state dict in it", file);
  }

  private Map<String, Tensor> tensors(Dict dict) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < dict.keys.size(); i++) {
      if (!(dict.values.get(i) instanceof Tensor tensor)
          || !(dict.keys.get(i) instanceof String name)) {
        continue;
      }
      if (name.length() > ModelLimits.NAME) {
        throw Faults.damaged("a name of " + name.length() + " characters", file);
      }
      if (tensors.put(name, tensor) != null) {
        throw Faults.damaged("two tensors of this name", file + ": parameter '" + name + "'");
      }
    }
    if (tensors.size() > ModelLimits.TENSORS) {
      throw Faults.damaged(tensors.size() + " tensors", file);
    }
    return tensors;
  }

  private Dict inner(Dict dict) {
    for (String name : AVERAGED) {
      if (holdsTensors(dict.get(name), 1)) {
        String others =
            USUAL.stream().filter(u -> dict.get(u) instanceof Dict).findFirst().orElse("");
        if (!others.isEmpty()) {
          choices.add(
              new Choice(
                  "weights",
                  name,
                  "averaged weights, usually the better ones; save '"
                      + others
                      + "' alone to use"
                      + " that"));
        }
        return (Dict) dict.get(name);
      }
    }
    for (String name : USUAL) {
      if (holdsTensors(dict.get(name), ModelLimits.WRAPPERS)) {
        return (Dict) dict.get(name);
      }
    }
    List<Object> candidates = new ArrayList<>();
    for (int i = 0; i < dict.keys.size(); i++) {
      Object key = dict.keys.get(i);
      boolean optimizer = key instanceof String name && name.startsWith("optim");
      if (!optimizer && holdsTensors(dict.values.get(i), 1)) {
        candidates.add(dict.values.get(i));
      }
    }
    return candidates.size() == 1 ? (Dict) candidates.get(0) : null;
  }

  /** Whether a dict has tensors, itself or within this many levels of the usual names. */
  private static boolean holdsTensors(Object value, int levels) {
    if (levels == 0 || !(value instanceof Dict dict)) {
      return false;
    }
    for (int i = 0; i < dict.keys.size(); i++) {
      if (dict.values.get(i) instanceof Tensor && dict.keys.get(i) instanceof String) {
        return true;
      }
    }
    return USUAL.stream().anyMatch(name -> holdsTensors(dict.get(name), levels - 1));
  }

  /** Drops {@code module.} and the like, as long as every tensor but scalars has it. */
  private static Map<String, Tensor> withoutPrefix(Map<String, Tensor> tensors) {
    String prefix = null;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      if (!entry.getValue().shape().isEmpty()) {
        String owner = entry.getKey().substring(0, entry.getKey().lastIndexOf('.') + 1);
        prefix = prefix == null ? owner : common(prefix, owner);
      }
    }
    if (prefix == null || prefix.isEmpty()) {
      return tensors;
    }
    Map<String, Tensor> result = new LinkedHashMap<>();
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      String name = entry.getKey();
      String stripped = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
      result.putIfAbsent(stripped, entry.getValue());
    }
    return result;
  }

  /** The longest start of both that ends in a dot, or nothing. */
  private static String common(String a, String b) {
    int length = Math.min(a.length(), b.length());
    int end = 0;
    for (int i = 0; i < length && a.charAt(i) == b.charAt(i); i++) {
      if (a.charAt(i) == '.') {
        end = i + 1;
      }
    }
    return a.substring(0, end);
  }
}

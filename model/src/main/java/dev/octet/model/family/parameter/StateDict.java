package dev.octet.model.family.parameter;

import java.util.List;
import java.util.Optional;

/**
 * The parameters of a network, without the network.
 *
 * @param parameters in the order of the file
 * @param ordered whether that order is the order in which the modules were made (a pickled state
 *     dict), and not one by name (safetensors)
 * @param architecture what the file itself calls the network, such as timm's {@code arch} entry
 */
public record StateDict(
    List<Parameter> parameters, boolean ordered, Optional<String> architecture) {
  /** Copies the list. */
  public StateDict {
    parameters = List.copyOf(parameters);
  }
}

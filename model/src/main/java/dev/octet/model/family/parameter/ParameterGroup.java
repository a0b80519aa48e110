package dev.octet.model.family.parameter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of one module: those whose names differ only after the last dot. */
public final class ParameterGroup {
  private final String name;
  private final Map<String, Parameter> parameters = new HashMap<>();
  private final Parameter first;

  private ParameterGroup(String name, Parameter first) {
    this.name = name;
    this.first = first;
  }

  /** Groups in the order of their first parameter; counters and other scalars are left out. */
  public static List<ParameterGroup> of(List<Parameter> parameters) {
    Map<String, ParameterGroup> groups = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      String full = parameter.name();
      int dot = full.lastIndexOf('.');
      String leaf = full.substring(dot + 1);
      if (leaf.equals("num_batches_tracked") || parameter.shape().isEmpty()) {
        continue;
      }
      String owner = full.substring(0, Math.max(dot, 0));
      groups.computeIfAbsent(owner, o -> new ParameterGroup(o, parameter)).add(leaf, parameter);
    }
    return new ArrayList<>(groups.values());
  }

  private void add(String leaf, Parameter parameter) {
    parameters.put(leaf, parameter);
  }

  /** Name of the module. */
  public String name() {
    return name;
  }

  /** The parameter to name in a message. */
  public Parameter first() {
    return parameters.getOrDefault("weight", first);
  }

  /** The weights, or null. */
  public Parameter weight() {
    return parameters.get("weight");
  }

  /** The bias, or null. */
  public Parameter bias() {
    return parameters.get("bias");
  }

  /** The mean in training, or null. */
  public Parameter mean() {
    return parameters.get("running_mean");
  }

  /** The variance in training, or null. */
  public Parameter variance() {
    return parameters.get("running_var");
  }

  /** Whether this is a batch normalization with statistics. */
  public boolean isNorm() {
    return mean() != null && variance() != null && onlyHas(4) && allOfRank(1);
  }

  /** Whether this is a convolution or a fully connected layer. */
  boolean isWeighted() {
    int rank = weight() == null ? 0 : weight().shape().size();
    return (rank == 2 || rank == 4)
        && onlyHas(2)
        && weight().shape().stream().allMatch(extent -> extent > 0)
        && (bias() == null || bias().shape().equals(List.of(weight().shape().get(0))));
  }

  private boolean onlyHas(int limit) {
    int known = 0;
    for (Parameter p : new Parameter[] {weight(), bias(), mean(), variance()}) {
      known += p == null ? 0 : 1;
    }
    return known == parameters.size() && known <= limit;
  }

  private boolean allOfRank(int rank) {
    return parameters.values().stream()
        .allMatch(p -> p.shape().size() == rank && p.shape().equals(mean().shape()));
  }
}

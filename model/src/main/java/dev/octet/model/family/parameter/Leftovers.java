package dev.octet.model.family.parameter;

import dev.octet.model.Choice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Tensors of a checkpoint that belong to no layer: weights of losses, counters of metrics and of
 * profilers, buffers outside the network. They are left out by name, never a module that may
 * compute something.
 *
 * @param kept what may be the network
 * @param choices what was left out, for the user
 */
public record Leftovers(List<Parameter> kept, List<Choice> choices) {
  private static final int MOST_NAMED = 6;

  /** Parts of names that only losses, metrics and profilers have. */
  private static final Set<String> WORDS =
      Set.of(
          "loss",
          "losses",
          "criterion",
          "criterions",
          "criteria",
          "metric",
          "metrics",
          "acc",
          "accuracy",
          "auroc",
          "auc",
          "f1",
          "precision",
          "recall",
          "confmat",
          "confusion");

  /** Names of tensors that no layer of a network reads. */
  private static final Set<String> LEAVES =
      Set.of(
          "class_weights",
          "class_weight",
          "pos_weight",
          "total_ops",
          "total_params",
          "_extra_state",
          "confmat",
          "tp",
          "fp",
          "tn",
          "fn");

  /** What a network normalizes its input with, where it keeps that beside its layers. */
  private static final Set<String> STATISTICS =
      Set.of("mean", "std", "pixel_mean", "pixel_std", "img_mean", "img_std");

  /** Copies the lists. */
  public Leftovers {
    kept = List.copyOf(kept);
    choices = List.copyOf(choices);
  }

  /** Divides the parameters of a state dict. */
  public static Leftovers of(List<Parameter> parameters) {
    List<Parameter> kept = new ArrayList<>();
    List<String> dropped = new ArrayList<>();
    List<String> statistics = new ArrayList<>();
    for (Parameter parameter : parameters) {
      String name = parameter.name();
      String leaf = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
      if (STATISTICS.contains(leaf) && Layer.elements(parameter) <= 4) {
        statistics.add(name);
      } else if (LEAVES.contains(leaf) || ofALoss(name)) {
        dropped.add(name);
      } else {
        kept.add(parameter);
      }
    }
    List<Choice> choices = new ArrayList<>();
    if (!dropped.isEmpty()) {
      choices.add(
          new Choice(
              "left out", named(dropped), "of losses, metrics or counters, not of the network"));
    }
    if (!statistics.isEmpty()) {
      choices.add(
          new Choice(
              "left out",
              named(statistics),
              "no layer's; if the network normalizes its input with them, say so with --mean and"
                  + " --std"));
    }
    return new Leftovers(kept, choices);
  }

  private static boolean ofALoss(String name) {
    String owner = name.substring(0, Math.max(name.lastIndexOf('.'), 0));
    return Arrays.stream(owner.toLowerCase(Locale.ROOT).split("[._]")).anyMatch(WORDS::contains);
  }

  private static String named(List<String> names) {
    String shown = String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())));
    int more = names.size() - MOST_NAMED;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  /**
   * Multiplies weights that {@code torch.nn.utils.prune} keeps apart from their masks.
   *
   * @param choices gets what was done
   */
  public static List<Parameter> withMasks(List<Parameter> parameters, List<Choice> choices) {
    Map<String, Parameter> masks = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      if (parameter.name().endsWith("_mask")) {
        masks.put(parameter.name().substring(0, parameter.name().length() - 5), parameter);
      }
    }
    List<Parameter> result = new ArrayList<>();
    int joined = 0;
    for (Parameter parameter : parameters) {
      String name = parameter.name();
      String plain = name.endsWith("_orig") ? name.substring(0, name.length() - 5) : "";
      Parameter mask = masks.get(plain);
      if (mask != null && mask.shape().equals(parameter.shape())) {
        result.add(new Masked(plain, parameter, mask));
        masks.put(plain, null);
        joined++;
      } else {
        result.add(parameter);
      }
    }
    if (joined == 0) {
      return parameters;
    }
    result.removeIf(
        p ->
            p.name().endsWith("_mask")
                && isTaken(masks, p.name().substring(0, p.name().length() - 5)));
    choices.add(
        new Choice(
            "pruning", "weights times their masks", joined + " tensors have masks beside them"));
    return result;
  }

  private static boolean isTaken(Map<String, Parameter> masks, String name) {
    return masks.containsKey(name) && masks.get(name) == null;
  }

  /**
   * A tensor times a mask of ones and zeros.
   *
   * @param name its name without {@code _orig}
   * @param original the tensor
   * @param mask of the same shape
   */
  private record Masked(String name, Parameter original, Parameter mask) implements Parameter {
    @Override
    public List<Integer> shape() {
      return original.shape();
    }

    @Override
    public String type() {
      return original.type();
    }

    @Override
    public float[] read() {
      float[] values = original.read().clone();
      float[] factors = mask.read();
      for (int i = 0; i < values.length; i++) {
        values[i] *= factors[i];
      }
      return values;
    }

    @Override
    public Object source() {
      return List.of(original.source(), mask.source());
    }
  }
}

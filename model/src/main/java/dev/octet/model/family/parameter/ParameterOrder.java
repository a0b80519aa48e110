package dev.octet.model.family.parameter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Brings parameters that are sorted by name (as safetensors does) back into the order in which a
 * network computes, by what torchvision, timm and transformers call their modules. Modules of other
 * names are sorted by the numbers in them.
 */
public final class ParameterOrder {
  /** Deeper names are compared as a whole from here on. */
  private static final int MAX_DEPTH = 32;

  /** Names of modules that stand beside each other, in the order of computation. */
  private static final List<List<String>> SIBLINGS =
      List.of(
          List.of("conv_dw", "bn1", "se", "conv_pw", "bn2"),
          List.of("conv_pw", "bn1", "conv_dw", "bn2", "se", "conv_pwl", "bn3"),
          List.of("conv", "bn", "bn1", "norm", "normalization"),
          List.of("convolution", "normalization"),
          List.of("first_conv", "expand_1x1", "conv_3x3", "reduce_1x1"),
          List.of("fc1", "conv_reduce", "reduce", "fc2", "conv_expand", "expand"),
          List.of("expand", "dw", "depthwise", "se", "pw", "project", "pointwise"));

  private static final List<String> BEGIN =
      List.of("conv_stem", "stem", "first_conv", "conv_first", "init_conv", "conv1", "bn1");

  private static final List<String> END =
      List.of(
          "conv_1x1",
          "last_conv",
          "conv_last",
          "conv_head",
          "bn2",
          "norm_head",
          "head",
          "classifier",
          "fc",
          "linear",
          "output",
          "logits");

  private final Map<String, ParameterOrder> children = new LinkedHashMap<>();
  private final List<Parameter> leaves = new ArrayList<>();

  private ParameterOrder() {}

  /** The parameters in the order of computation, as far as their names tell it. */
  public static List<Parameter> restore(List<Parameter> parameters) {
    ParameterOrder root = new ParameterOrder();
    for (Parameter parameter : parameters) {
      root.insert(parameter, parameter.name(), 0);
    }
    List<Parameter> ordered = new ArrayList<>(parameters.size());
    root.collect(ordered);
    return ordered;
  }

  private void insert(Parameter parameter, String rest, int depth) {
    int dot = rest.indexOf('.');
    if (dot < 0 || depth == MAX_DEPTH) {
      leaves.add(parameter);
      return;
    }
    children
        .computeIfAbsent(rest.substring(0, dot), name -> new ParameterOrder())
        .insert(parameter, rest.substring(dot + 1), depth + 1);
  }

  private void collect(List<Parameter> ordered) {
    ordered.addAll(leaves);
    List<String> names = new ArrayList<>(children.keySet());
    names.sort(comparator(names));
    for (String name : names) {
      children.get(name).collect(ordered);
    }
  }

  private static Comparator<String> comparator(List<String> names) {
    for (List<String> siblings : SIBLINGS) {
      if (names.size() > 1 && siblings.containsAll(names)) {
        return Comparator.comparingInt(siblings::indexOf);
      }
    }
    return Comparator.comparingInt(ParameterOrder::rank).thenComparing(ParameterOrder::natural);
  }

  private static int rank(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (BEGIN.contains(lower)) {
      return BEGIN.indexOf(lower) - BEGIN.size();
    }
    return END.indexOf(lower) + 1;
  }

  /** Compares runs of digits by their value and everything else by character. */
  private static int natural(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      int endA = digitsEnd(a, i);
      int endB = digitsEnd(b, j);
      if (endA > i && endB > j) {
        String numberA = stripZeros(a.substring(i, endA));
        String numberB = stripZeros(b.substring(j, endB));
        int order = Integer.compare(numberA.length(), numberB.length());
        order = order != 0 ? order : numberA.compareTo(numberB);
        if (order != 0) {
          return order;
        }
        i = endA;
        j = endB;
      } else {
        int order = Character.compare(a.charAt(i++), b.charAt(j++));
        if (order != 0) {
          return order;
        }
      }
    }
    int order = Integer.compare(a.length() - i, b.length() - j);
    return order != 0 ? order : a.compareTo(b);
  }

  private static int digitsEnd(String s, int from) {
    int end = from;
    while (end < s.length() && s.charAt(end) >= '0' && s.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private static String stripZeros(String digits) {
    int start = 0;
    while (start < digits.length() - 1 && digits.charAt(start) == '0') {
      start++;
    }
    return digits.substring(start);
  }
}

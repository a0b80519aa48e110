package dev.octet.model.onnx;

import dev.octet.model.ModelLimits;
import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.RawGraph;
import dev.octet.model.onnx.raw.RawNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which axis of the input holds the channels. It is followed through transposes and elementwise
 * operators to the first operator that fixes a layout, such as Conv, whose axis 1 it is; where none
 * is found, the extents decide.
 *
 * @param channelsLast whether it is the last axis, not the second
 * @param channels number of channels that the first convolution takes, or -1
 */
record InputLayout(boolean channelsLast, long channels) {
  private static final Set<String> ELEMENTWISE =
      Set.of(
          "Add",
          "Cast",
          "Clip",
          "Div",
          "Dropout",
          "HardSigmoid",
          "HardSwish",
          "Identity",
          "Max",
          "Min",
          "Mul",
          "Neg",
          "Pad",
          "Relu",
          "Sub");
  private static final Set<String> CHANNELS_SECOND =
      Set.of(
          "AveragePool",
          "BatchNormalization",
          "Conv",
          "GlobalAveragePool",
          "GlobalMaxPool",
          "MaxPool");

  static InputLayout of(RawGraph graph) {
    RawGraph.Input input = graph.inputs().get(0);
    // Per tensor, which axis of the input its second axis is.
    Map<String, long[]> axes = new HashMap<>();
    axes.put(input.name(), new long[] {0, 1, 2, 3});
    for (RawNode node : graph.nodes()) {
      for (String name : node.inputs()) {
        long[] from = axes.get(name);
        if (from == null) {
          continue;
        }
        if (CHANNELS_SECOND.contains(node.opType()) && (from[1] == 1 || from[1] == 3)) {
          return new InputLayout(from[1] == 3, channels(graph, node));
        } else if (ELEMENTWISE.contains(node.opType())) {
          axes.put(node.output(), from);
        } else if (node.opType().equals("Transpose")) {
          long[] permutation = node.attributes().integers("perm").orElse(new long[] {3, 2, 1, 0});
          if (permutation.length == 4
              && Arrays.stream(permutation).allMatch(p -> p >= 0 && p < 4)) {
            axes.put(node.output(), Arrays.stream(permutation).map(p -> from[(int) p]).toArray());
          }
        }
      }
    }
    List<Long> dims = input.dims();
    return new InputLayout(likelihood(dims.get(3)) > likelihood(dims.get(1)), -1);
  }

  /** How likely an extent is a number of channels: color, gray, color with alpha, others. */
  private static int likelihood(long extent) {
    return extent == 3 ? 3 : extent == 1 ? 2 : extent == 4 ? 1 : 0;
  }

  private static long channels(RawGraph graph, RawNode conv) {
    Constant weights = graph.initializers().get(conv.input(1));
    if (!conv.opType().equals("Conv") || weights == null || weights.rank() != 4) {
      return -1;
    }
    long groups = conv.attributes().integer("group", 1);
    return groups < 1 || groups > ModelLimits.ACTIVATION_ELEMENTS ? -1 : weights.dims()[1] * groups;
  }
}

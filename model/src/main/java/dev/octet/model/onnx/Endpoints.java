package dev.octet.model.onnx;

import dev.octet.model.Choice;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawGraph;
import dev.octet.model.onnx.raw.RawNode;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.format.bytes.FormatLimits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the one input and the outputs, and the nodes between them. */
final class Endpoints {
  private Endpoints() {}

  /**
   * Leaves one input, the outputs and the nodes between them, sorted.
   *
   * @param choices collects what was dropped
   * @throws OctetException UNSUPPORTED if several inputs matter or there are too many outputs
   */
  static RawGraph select(RawGraph graph, List<Choice> choices) {
    NodeSorter sorter = new NodeSorter(graph);
    List<String> outputs = outputs(graph, sorter);
    List<RawNode> nodes = sorter.sorted(outputs);
    Set<String> read = new HashSet<>();
    for (RawNode node : nodes) {
      read.addAll(node.inputs());
    }
    List<RawGraph.Input> used = new ArrayList<>();
    for (RawGraph.Input input : graph.inputs()) {
      if (read.contains(input.name())) {
        used.add(input);
      } else {
        choices.add(new Choice("dropped input", input.name(), "nothing reads it"));
      }
    }
    if (used.isEmpty()) {
      throw OnnxErrors.invalidGraph(
          "the output depends on no input", "output '" + outputs.get(0) + "'");
    }
    if (used.size() > 1) {
      throw new OctetException(
          Failure.UNSUPPORTED,
          used.size() + " inputs, but Octet takes networks with one picture as the input",
          "input '" + used.get(1).name() + "'",
          "export the network with one input");
    }
    return new RawGraph(graph.opset(), used, outputs, nodes, graph.initializers());
  }

  private static List<String> outputs(RawGraph graph, NodeSorter sorter) {
    List<String> outputs = List.copyOf(new LinkedHashSet<>(graph.outputs()));
    if (outputs.isEmpty()) {
      throw OnnxErrors.invalidGraph("no outputs", "the graph");
    }
    if (outputs.size() > FormatLimits.OUTPUTS) {
      throw new OctetException(
          Failure.UNSUPPORTED,
          outputs.size() + " outputs; at most " + FormatLimits.OUTPUTS + " are possible",
          "output '" + outputs.get(FormatLimits.OUTPUTS) + "'",
          "export the network with fewer outputs");
    }
    for (String output : outputs) {
      if (!sorter.isComputed(output)) {
        throw OnnxErrors.invalidGraph("nothing computes it", "output '" + output + "'");
      }
    }
    return outputs;
  }
}

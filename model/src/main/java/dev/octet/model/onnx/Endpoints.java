package dev.octet.model.onnx;

import dev.octet.model.Choice;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawGraph;
import dev.octet.model.onnx.raw.RawNode;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the one input and the one output that matter, and the nodes between them. */
final class Endpoints {
  private Endpoints() {}

  /**
   * Leaves one input and one output and the nodes between them, sorted.
   *
   * @param choices collects what was dropped
   * @throws OctetException UNSUPPORTED if several inputs or outputs matter
   */
  static RawGraph select(RawGraph graph, List<Choice> choices) {
    NodeSorter sorter = new NodeSorter(graph);
    String output = output(graph, sorter, choices);
    List<RawNode> nodes = sorter.sorted(output);
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
      throw OnnxErrors.invalidGraph("the output depends on no input", "output '" + output + "'");
    }
    if (used.size() > 1) {
      throw new OctetException(
          Failure.UNSUPPORTED,
          used.size() + " inputs, but Octet takes networks with one picture as the input",
          "input '" + used.get(1).name() + "'",
          "export the network with one input");
    }
    return new RawGraph(graph.opset(), used, List.of(output), nodes, graph.initializers());
  }

  /** The last output; others may only be tensors that it is computed from. */
  private static String output(RawGraph graph, NodeSorter sorter, List<Choice> choices) {
    List<String> outputs = graph.outputs();
    if (outputs.isEmpty()) {
      throw OnnxErrors.invalidGraph("no outputs", "the graph");
    }
    for (String output : outputs) {
      if (!sorter.isComputed(output)) {
        throw OnnxErrors.invalidGraph("nothing computes it", "output '" + output + "'");
      }
    }
    if (outputs.size() == 1) {
      return outputs.get(0);
    }
    Set<String> read = new HashSet<>();
    for (RawNode node : graph.nodes()) {
      read.addAll(node.inputs());
    }
    List<String> last = outputs.stream().filter(output -> !read.contains(output)).toList();
    if (last.size() != 1) {
      throw new OctetException(
          Failure.UNSUPPORTED,
          outputs.size() + " outputs, but Octet takes networks with one",
          "output '" + outputs.get(outputs.size() - 1) + "'",
          "export the network with its logits as the only output");
    }
    for (String output : outputs) {
      if (!output.equals(last.get(0))) {
        choices.add(
            new Choice("dropped output", output, "'" + last.get(0) + "' is computed from it"));
      }
    }
    return last.get(0);
  }
}

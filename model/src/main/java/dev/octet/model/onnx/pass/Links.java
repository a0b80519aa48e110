package dev.octet.model.onnx.pass;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who computes and who reads each tensor of a graph. */
final class Links {
  private final FloatGraph graph;
  private final Map<String, Node> producers = new HashMap<>();
  private final Map<String, List<Node>> readers = new HashMap<>();

  Links(FloatGraph graph) {
    this.graph = graph;
    for (Node node : graph.nodes()) {
      producers.put(node.output(), node);
      for (String input : node.inputs()) {
        readers.computeIfAbsent(input, key -> new ArrayList<>()).add(node);
      }
    }
  }

  /** The node that computes a tensor; empty for the graph's input. */
  Optional<Node> producer(String tensor) {
    return Optional.ofNullable(producers.get(tensor));
  }

  /** Number of places a tensor is read at; being the graph's output counts as one. */
  int uses(String tensor) {
    int uses = readers.getOrDefault(tensor, List.of()).size();
    return tensor.equals(graph.outputName()) ? uses + 1 : uses;
  }
}

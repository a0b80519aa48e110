package dev.octet.quantizer.pass;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who reads which tensor of a graph. */
public final class Readers {
  private final Map<String, List<Node>> readers = new HashMap<>();
  private final List<String> heads;

  /** Finds the readers of every tensor. */
  public Readers(FloatGraph graph) {
    heads = graph.heads();
    for (Node node : graph.nodes()) {
      for (String input : node.inputs()) {
        readers.computeIfAbsent(input, key -> new ArrayList<>()).add(node);
      }
    }
  }

  /** The nodes that read a tensor; one that reads it twice is there twice. */
  public List<Node> of(String tensor) {
    return readers.getOrDefault(tensor, List.of());
  }

  /** The node that alone reads a tensor, unless an output is made of the tensor. */
  public Optional<Node> only(String tensor) {
    List<Node> all = of(tensor);
    return all.size() == 1 && !heads.contains(tensor) ? Optional.of(all.get(0)) : Optional.empty();
  }
}

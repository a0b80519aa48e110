package dev.octet.model.pass;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Leaves out nodes that no output depends on. */
final class DropDeadNodes implements GraphPass {
  @Override
  public FloatGraph apply(FloatGraph graph) {
    List<Node> kept = live(graph.nodes(), graph.heads());
    return kept.size() == graph.nodes().size() ? graph : graph.withNodes(kept);
  }

  /** The nodes that some tensors depend on, in their order. */
  static List<Node> live(List<Node> nodes, List<String> heads) {
    Set<String> needed = new HashSet<>(heads);
    List<Node> kept = new ArrayList<>();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (needed.contains(node.output())) {
        needed.addAll(node.inputs());
        kept.add(node);
      }
    }
    Collections.reverse(kept);
    return kept;
  }
}

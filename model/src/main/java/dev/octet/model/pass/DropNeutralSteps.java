package dev.octet.model.pass;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Leaves out multiplications by 1 and additions of 0. */
final class DropNeutralSteps implements GraphPass {
  @Override
  public FloatGraph apply(FloatGraph graph) {
    Map<String, String> same = new HashMap<>();
    List<Node> kept = new ArrayList<>();
    for (Node node : graph.nodes()) {
      List<String> inputs =
          node.inputs().stream().map(input -> same.getOrDefault(input, input)).toList();
      if (Affine.uniform(node).filter(Affine.NONE::equals).isPresent()) {
        same.put(node.output(), inputs.get(0));
      } else {
        kept.add(new Node(node.name(), node.op(), inputs, node.output()));
      }
    }
    boolean bare =
        graph.heads().stream().anyMatch(head -> graph.inputName().equals(same.get(head)));
    return same.isEmpty() || bare ? graph : graph.withNodes(kept, same);
  }
}

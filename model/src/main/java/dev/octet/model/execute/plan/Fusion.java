package dev.octet.model.execute.plan;

import dev.octet.model.execute.kernel.FloatKernel;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Groups nodes into steps: an elementwise op joins the step that writes its input when nobody else
 * wants that input.
 */
final class Fusion {
  /** Positions of the nodes of one step, in order of computation. */
  static final class Group {
    private final List<Integer> nodes = new ArrayList<>();

    /** Positions in the graph's list. */
    List<Integer> nodes() {
      return nodes;
    }

    /** The node whose output the group leaves behind. */
    int tail() {
      return nodes.get(nodes.size() - 1);
    }
  }

  private Fusion() {}

  /**
   * Groups the nodes; groups are ordered by their last node.
   *
   * @param visible tensors that must be complete at some moment
   */
  static List<Group> groups(FloatGraph graph, List<FloatKernel> kernels, Set<String> visible) {
    Map<String, Integer> readers = new HashMap<>();
    graph.nodes().forEach(n -> n.inputs().forEach(t -> readers.merge(t, 1, Integer::sum)));
    graph.heads().forEach(head -> readers.merge(head, 1, Integer::sum));
    Map<String, Group> writers = new HashMap<>();
    List<Group> groups = new ArrayList<>();
    for (int i = 0; i < graph.nodes().size(); i++) {
      Node node = graph.nodes().get(i);
      Group group = null;
      if (kernels.get(i).elementwise()) {
        for (String input : node.inputs()) {
          Group writer = writers.get(input);
          if (writer != null
              && readers.get(input) == 1
              && !visible.contains(input)
              && graph.shape(input).equals(graph.shape(node.output()))
              && kernels.get(writer.nodes.get(0)).pixelwise()
              && (group == null || writer.tail() > group.tail())) {
            group = writer;
          }
        }
      }
      if (group == null) {
        group = new Group();
        groups.add(group);
      }
      group.nodes.add(i);
      writers.put(node.output(), group);
    }
    groups.sort(Comparator.comparingInt(Group::tail));
    return groups;
  }
}

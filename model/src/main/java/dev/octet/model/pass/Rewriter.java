package dev.octet.model.pass;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Goes through a graph in order and replaces nodes. What a node's inputs are computed by is seen
 * after the replacements so far, so that chains collapse in one go.
 */
final class Rewriter {
  private final FloatGraph graph;
  private final Map<String, Node> producers = new HashMap<>();
  private final Map<String, Integer> uses = new HashMap<>();

  private Rewriter(FloatGraph graph) {
    this.graph = graph;
    graph.heads().forEach(head -> uses.put(head, 1));
    for (Node node : graph.nodes()) {
      for (String input : node.inputs()) {
        uses.merge(input, 1, Integer::sum);
      }
    }
  }

  /**
   * Rewrites a graph.
   *
   * @param rule gives what to compute in place of a node, or nothing to leave it
   * @return the graph without the nodes that nobody reads any more; the same one if nothing changed
   */
  static FloatGraph rewrite(
      FloatGraph graph, BiFunction<Node, Rewriter, Optional<Replacement>> rule) {
    Rewriter rewriter = new Rewriter(graph);
    List<Node> nodes = new ArrayList<>();
    boolean changed = false;
    for (Node node : graph.nodes()) {
      Optional<Replacement> replacement = rule.apply(node, rewriter);
      Node result = node;
      if (replacement.isPresent()) {
        changed = true;
        Replacement r = replacement.get();
        result = new Node(r.name().orElse(node.name()), r.op(), r.inputs(), node.output());
      }
      nodes.add(result);
      rewriter.producers.put(result.output(), result);
    }
    return changed ? graph.withNodes(DropDeadNodes.live(nodes, graph.heads())) : graph;
  }

  /**
   * What is computed in place of a node.
   *
   * @param op the operation
   * @param inputs the tensors it reads
   * @param name its name, if it is that of a node that is gone with this, not of the one replaced
   */
  record Replacement(Op op, List<String> inputs, Optional<String> name) {
    Replacement {
      inputs = List.copyOf(inputs);
    }

    static Optional<Replacement> of(Op op, String... inputs) {
      return Optional.of(new Replacement(op, List.of(inputs), Optional.empty()));
    }

    Replacement named(String newName) {
      return new Replacement(op, inputs, Optional.of(newName));
    }
  }

  /** The graph before any replacement. */
  FloatGraph graph() {
    return graph;
  }

  /** The node that computes a tensor; empty for the graph's input. */
  Optional<Node> producer(String tensor) {
    return Optional.ofNullable(producers.get(tensor));
  }

  /** The node that computes a tensor, if it is read only once. */
  Optional<Node> onlyReadHere(String tensor) {
    return uses.get(tensor) == 1 ? producer(tensor) : Optional.empty();
  }
}

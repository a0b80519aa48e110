package dev.octet.model.graph;

import java.util.List;

/**
 * One step of a float graph.
 *
 * @param name unique in the graph, the source file's own name where it has one
 * @param op what is computed
 * @param inputs names of the tensors read
 * @param output name of the one tensor written
 */
public record Node(String name, Op op, List<String> inputs, String output) {
  /** Copies the list. */
  public Node {
    inputs = List.copyOf(inputs);
  }

  /** The first input's name. */
  public String input() {
    return inputs.get(0);
  }
}

package dev.octet.model.graph;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A trained float network: nodes in topological order, one input, one output. A softmax at the end
 * is split off ({@link #softmax()}); the output is its input, the logits.
 */
public final class FloatGraph {
  private final String name;
  private final String inputName;
  private final String outputName;
  private final boolean softmax;
  private final List<Node> nodes;
  private final Map<String, Shape> shapes;

  /**
   * Builds and checks a graph, and finds every tensor's shape.
   *
   * @param name the network's name
   * @param inputName name of the input tensor
   * @param inputShape shape of the input tensor
   * @param nodes in topological order
   * @param outputName name of the logits
   * @param softmax whether the source network ends in a softmax over {@code outputName}
   * @throws OctetException (UNSUPPORTED) naming the node whose inputs are missing or do not fit
   */
  public FloatGraph(
      String name,
      String inputName,
      Shape inputShape,
      List<Node> nodes,
      String outputName,
      boolean softmax) {
    this.name = name;
    this.inputName = inputName;
    this.outputName = outputName;
    this.softmax = softmax;
    this.nodes = List.copyOf(nodes);
    Map<String, Shape> found = new LinkedHashMap<>();
    found.put(inputName, inputShape);
    Set<String> names = new HashSet<>();
    for (Node node : this.nodes) {
      if (!names.add(node.name())) {
        throw broken("two nodes have this name", node.name());
      }
      for (String input : node.inputs()) {
        if (!found.containsKey(input)) {
          throw broken("its input '" + input + "' is not computed before it", node.name());
        }
      }
      Shape shape;
      try {
        shape = node.op().outputShape(node.inputs().stream().map(found::get).toList());
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw broken(e.getMessage(), node.name());
      }
      if (found.put(node.output(), shape) != null) {
        throw broken("'" + node.output() + "' is written twice", node.name());
      }
    }
    if (!found.containsKey(outputName)) {
      throw broken("the output '" + outputName + "' is not computed", name);
    }
    this.shapes = Collections.unmodifiableMap(found);
  }

  private static OctetException broken(String what, String node) {
    return new OctetException(
        Failure.UNSUPPORTED, what, "node '" + node + "'", "export the model again");
  }

  /** The network's name. */
  public String name() {
    return name;
  }

  /** Name of the input tensor. */
  public String inputName() {
    return inputName;
  }

  /** Shape of the input tensor. */
  public Shape inputShape() {
    return shapes.get(inputName);
  }

  /** Name of the logits. */
  public String outputName() {
    return outputName;
  }

  /** Shape of the logits. */
  public Shape outputShape() {
    return shapes.get(outputName);
  }

  /** Whether the source network ends in a softmax over the output. */
  public boolean softmax() {
    return softmax;
  }

  /** Nodes in topological order. */
  public List<Node> nodes() {
    return nodes;
  }

  /**
   * Shape of a tensor.
   *
   * @throws IllegalArgumentException if no such tensor exists
   */
  public Shape shape(String tensor) {
    Shape shape = shapes.get(tensor);
    if (shape == null) {
      throw new IllegalArgumentException("no tensor named " + tensor);
    }
    return shape;
  }

  /** Every tensor's shape, in order of computation, the input first. */
  public Map<String, Shape> shapes() {
    return shapes;
  }

  /** The same network with other nodes (and the shapes that follow from them). */
  public FloatGraph withNodes(List<Node> newNodes, String newOutputName) {
    return new FloatGraph(name, inputName, inputShape(), newNodes, newOutputName, softmax);
  }
}

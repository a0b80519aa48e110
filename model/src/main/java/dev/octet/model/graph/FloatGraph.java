package dev.octet.model.graph;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.schedule.output.Ending;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A trained float network: nodes in topological order, one input, one or more outputs. A softmax,
 * sigmoid or argmax at an output's end is split off ({@link GraphOutput#ending()}). The tensors
 * that outputs are made of are the {@link #heads()}; their values one after another, each HWC, are
 * the network's answer.
 */
public final class FloatGraph {
  private final String name;
  private final String inputName;
  private final List<GraphOutput> outputs;
  private final List<String> heads;
  private final List<Node> nodes;
  private final Map<String, Shape> shapes;

  /**
   * Builds and checks a graph with one output, a tensor as it is.
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
    this(
        name,
        inputName,
        nodes,
        shapes(inputName, inputShape, nodes),
        shapes ->
            List.of(
                GraphOutput.of(
                    outputName,
                    computed(outputName, shapes, name),
                    softmax ? Ending.SOFTMAX : Ending.NONE)));
  }

  /**
   * Builds and checks a graph, and finds every tensor's shape.
   *
   * @param name the network's name
   * @param inputName name of the input tensor
   * @param inputShape shape of the input tensor
   * @param nodes in topological order
   * @param outputs in the source file's order, at least one
   * @throws OctetException (UNSUPPORTED) naming the node whose inputs are missing or do not fit, or
   *     the output whose parts do not
   */
  public FloatGraph(
      String name,
      String inputName,
      Shape inputShape,
      List<Node> nodes,
      List<GraphOutput> outputs) {
    this(
        name,
        inputName,
        nodes,
        shapes(inputName, inputShape, nodes),
        shapes -> checked(outputs, shapes));
  }

  private FloatGraph(
      String name,
      String inputName,
      List<Node> nodes,
      Map<String, Shape> shapes,
      Function<Map<String, Shape>, List<GraphOutput>> outputs) {
    this.name = name;
    this.inputName = inputName;
    this.nodes = List.copyOf(nodes);
    this.shapes = shapes;
    this.outputs = outputs.apply(shapes);
    Set<String> tensors = new LinkedHashSet<>();
    this.outputs.forEach(o -> o.parts().forEach(part -> tensors.add(part.tensor())));
    this.heads = List.copyOf(tensors);
    heads.forEach(head -> computed(head, shapes, name));
  }

  private static Map<String, Shape> shapes(String inputName, Shape inputShape, List<Node> nodes) {
    Map<String, Shape> found = new LinkedHashMap<>();
    found.put(inputName, inputShape);
    Set<String> names = new HashSet<>();
    for (Node node : nodes) {
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
    return Collections.unmodifiableMap(found);
  }

  private static List<GraphOutput> checked(List<GraphOutput> outputs, Map<String, Shape> shapes) {
    for (GraphOutput output : outputs) {
      try {
        output.check(shapes);
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw broken(e.getMessage(), output.name());
      }
    }
    return List.copyOf(outputs);
  }

  private static Shape computed(String tensor, Map<String, Shape> shapes, String name) {
    Shape shape = shapes.get(tensor);
    if (shape == null) {
      throw broken("the output '" + tensor + "' is not computed", name);
    }
    return shape;
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

  /** The outputs in the source file's order. */
  public List<GraphOutput> outputs() {
    return outputs;
  }

  /**
   * The tensors that outputs are made of, each once, in the outputs' order. Their values one after
   * another are the network's answer.
   */
  public List<String> heads() {
    return heads;
  }

  /** Elements of the answer: those of all heads. */
  public int answerElements() {
    return heads.stream().mapToInt(head -> shapes.get(head).elements()).reduce(0, Math::addExact);
  }

  /** Where a head's values begin in the answer. */
  public int answerOffset(String head) {
    int offset = 0;
    for (String other : heads) {
      if (other.equals(head)) {
        return offset;
      }
      offset += shapes.get(other).elements();
    }
    throw new IllegalArgumentException(head + " is no head");
  }

  /** Puts a tensor's values where they belong in an answer, if the tensor is a head. */
  public void fill(float[] answer, String tensor, float... values) {
    if (heads.contains(tensor)) {
      System.arraycopy(values, 0, answer, answerOffset(tensor), shapes.get(tensor).elements());
    }
  }

  /** Where the heads of one output lie in the answer: begin and end of each. */
  public List<int[]> answerRanges(GraphOutput output) {
    return output.parts().stream()
        .map(GraphPart::tensor)
        .distinct()
        .map(
            head -> {
              int begin = answerOffset(head);
              return new int[] {begin, begin + shapes.get(head).elements()};
            })
        .toList();
  }

  /** The values of one output, in its own shape's order, out of an answer. */
  public float[] output(int index, float... answer) {
    GraphOutput output = outputs.get(index);
    float[] values = new float[output.elements()];
    for (GraphPart part : output.parts()) {
      part.placement().copy(answer, answerOffset(part.tensor()), values);
    }
    return values;
  }

  /** Whether it is a classifier's kind of network: one output, one row of values in their order. */
  public boolean givesOneRow() {
    Shape shape = outputShape();
    return outputs.size() == 1 && shape.pixels() == 1 && outputs.get(0).isWhole(shape);
  }

  /** Number of classes of a network that gives one row of values; 0 of any other. */
  public int classes() {
    return givesOneRow() ? outputShape().channels() : 0;
  }

  /** Name of the logits, that is of the first head. */
  public String outputName() {
    return heads.get(0);
  }

  /** Shape of the logits, that is of the first head. */
  public Shape outputShape() {
    return shapes.get(outputName());
  }

  /** Whether the source network ends in a softmax over the one row that it gives. */
  public boolean softmax() {
    return givesOneRow() && outputs.get(0).ending() == Ending.SOFTMAX;
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
  public FloatGraph withNodes(List<Node> newNodes) {
    return withNodes(newNodes, Map.of());
  }

  /**
   * The same network with other nodes.
   *
   * @param names new names of heads that are no longer computed under their old ones
   */
  public FloatGraph withNodes(List<Node> newNodes, Map<String, String> names) {
    return new FloatGraph(
        name,
        inputName,
        newNodes,
        shapes(inputName, inputShape(), newNodes),
        newShapes -> outputs.stream().map(output -> output.renamed(names)).toList());
  }

  /** The same network with other outputs. */
  public FloatGraph withOutputs(List<GraphOutput> newOutputs) {
    return new FloatGraph(
        name, inputName, nodes, shapes, newShapes -> checked(newOutputs, newShapes));
  }
}

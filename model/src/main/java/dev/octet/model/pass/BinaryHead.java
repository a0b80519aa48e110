package dev.octet.model.pass;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.GraphOutput;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.schedule.output.Ending;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes two classes of a sigmoid over one value: {@code 1 / (1 + exp(-z))} is the second
 * probability of a softmax over {@code (0, z)}. So whatever counts top-1 works for networks that
 * say yes or no.
 */
final class BinaryHead implements GraphPass {
  /**
   * {@inheritDoc}
   *
   * @throws OctetException (UNSUPPORTED) if the single value is not the sum of a layer with weights
   */
  @Override
  public FloatGraph apply(FloatGraph graph) {
    GraphOutput one = graph.outputs().get(0);
    if (!graph.givesOneRow()
        || one.ending() != Ending.SIGMOID
        || graph.outputShape().elements() != 1) {
      return graph;
    }
    List<Node> nodes = new ArrayList<>(graph.nodes());
    Node last = nodes.remove(nodes.size() - 1);
    if (!last.output().equals(graph.outputName()) || !(last.op() instanceof Op.Conv conv)) {
      throw new OctetException(
          Failure.UNSUPPORTED,
          "the sigmoid at the end does not follow a fully connected layer or a convolution",
          "node '" + last.name() + "'",
          "export the network up to its logits");
    }
    nodes.add(new Node(last.name(), behindZero(conv), last.inputs(), last.output()));
    GraphOutput two =
        GraphOutput.whole(
            one.name(), last.output(), new Shape(1, 1, 2), List.of(1, 2), Ending.SOFTMAX, 1);
    return graph.withNodes(nodes).withOutputs(List.of(two));
  }

  /** The same sum as the second of two; the first is always 0. */
  private static Op.Conv behindZero(Op.Conv conv) {
    float[] weights = new float[2 * conv.weights().length];
    System.arraycopy(conv.weights(), 0, weights, conv.weights().length, conv.weights().length);
    return new Op.Conv(conv.window(), conv.groups(), 2, weights, new float[] {0, conv.bias()[0]});
  }
}

package dev.octet.model.load;

import dev.octet.model.Choice;
import dev.octet.model.FloatModel;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A network that was trained on pictures with the channels in the order blue, green, red, made into
 * one that takes red, green, blue: what reads the input has its weights turned round.
 */
final class ReversedChannels {
  private ReversedChannels() {}

  /**
   * Turns the input's channels round.
   *
   * @throws OctetException USAGE if the input has other than 3 channels; UNSUPPORTED if something
   *     reads it that has no weights for each channel
   */
  static FloatModel of(FloatModel model) {
    FloatGraph graph = model.graph();
    if (graph.inputShape().channels() != 3) {
      throw new OctetException(
          Failure.USAGE,
          "the network's input has " + graph.inputShape().channels() + " channels, not 3",
          "--bgr",
          "leave it out");
    }
    Set<String> reversed = new HashSet<>(Set.of(graph.inputName()));
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      nodes.add(node.inputs().stream().anyMatch(reversed::contains) ? turn(node, reversed) : node);
    }
    List<Choice> choices = new ArrayList<>(model.choices());
    choices.add(Choice.BGR);
    return model.with(graph.withNodes(nodes), choices);
  }

  private static Node turn(Node node, Set<String> reversed) {
    Op op = node.op();
    if (op instanceof Op.Conv conv && conv.groups() == 1) {
      return new Node(node.name(), turned(conv), node.inputs(), node.output());
    }
    if (op instanceof Op.BatchNorm norm) {
      op =
          new Op.BatchNorm(
              reverse(norm.gamma()),
              reverse(norm.beta()),
              reverse(norm.mean()),
              reverse(norm.variance()),
              norm.epsilon(),
              norm.hasStatistics());
    } else if (node.inputs().size() > 1 || op instanceof Op.Conv) {
      throw new OctetException(
          Failure.UNSUPPORTED,
          "it reads the picture, and its channels cannot be turned round",
          "node '" + node.name() + "'",
          "leave --bgr out and export a network that takes RGB");
    }
    reversed.add(node.output());
    return new Node(node.name(), op, node.inputs(), node.output());
  }

  private static Op.Conv turned(Op.Conv conv) {
    float[] weights = conv.weights().clone();
    for (int i = 0; i + 2 < weights.length; i += 3) {
      weights[i] = conv.weights()[i + 2];
      weights[i + 2] = conv.weights()[i];
    }
    return new Op.Conv(conv.window(), 1, conv.outputChannels(), weights, conv.bias());
  }

  private static float[] reverse(float[] values) {
    return new float[] {values[2], values[1], values[0]};
  }
}

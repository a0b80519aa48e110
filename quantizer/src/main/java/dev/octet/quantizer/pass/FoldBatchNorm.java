package dev.octet.quantizer.pass;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import dev.octet.model.pass.GraphPass;
import dev.octet.runtime.schedule.operation.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Folds batch normalization into the convolution before it (docs/arithmetic.md, batch-norm
 * folding): {@code w' = w * gamma / sqrt(var + eps)}, {@code b' = (b - mean) * gamma / sqrt(var +
 * eps) + beta}. One that follows no convolution becomes a depthwise 1x1 convolution.
 */
public final class FoldBatchNorm implements GraphPass {
  @Override
  public FloatGraph apply(FloatGraph graph) {
    Readers readers = new Readers(graph);
    Set<Node> gone = new HashSet<>();
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Node current = node;
      if (gone.contains(node)) {
        continue;
      }
      if (node.op() instanceof Op.BatchNorm norm) {
        current = new Node(node.name(), asDepthwise(norm), node.inputs(), node.output());
      }
      Node next = normAfter(current, readers);
      while (next != null) {
        Op.Conv folded = fold((Op.Conv) current.op(), (Op.BatchNorm) next.op());
        current = new Node(current.name(), folded, current.inputs(), next.output());
        gone.add(next);
        next = normAfter(current, readers);
      }
      nodes.add(current);
    }
    return graph.withNodes(nodes);
  }

  private static Node normAfter(Node node, Readers readers) {
    return node.op() instanceof Op.Conv
        ? readers
            .only(node.output())
            .filter(reader -> reader.op() instanceof Op.BatchNorm)
            .orElse(null)
        : null;
  }

  private static Op.Conv asDepthwise(Op.BatchNorm norm) {
    int channels = norm.gamma().length;
    float[] ones = new float[channels];
    Arrays.fill(ones, 1f);
    Window point = Window.pointwise();
    return fold(new Op.Conv(point, channels, channels, ones, new float[channels]), norm);
  }

  static Op.Conv fold(Op.Conv conv, Op.BatchNorm norm) {
    int perChannel = conv.weightsPerChannel();
    float[] weights = new float[conv.weights().length];
    float[] bias = new float[conv.outputChannels()];
    for (int o = 0; o < bias.length; o++) {
      double factor = norm.gamma()[o] / Math.sqrt(norm.variance()[o] + norm.epsilon());
      for (int k = 0; k < perChannel; k++) {
        int index = o * perChannel + k;
        weights[index] = (float) (conv.weights()[index] * factor);
      }
      bias[o] = (float) ((conv.bias()[o] - (double) norm.mean()[o]) * factor + norm.beta()[o]);
    }
    return new Op.Conv(conv.window(), conv.groups(), conv.outputChannels(), weights, bias);
  }
}

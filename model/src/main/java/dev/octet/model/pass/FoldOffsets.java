package dev.octet.model.pass;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import java.util.Optional;

/** Makes an offset per channel part of the bias of the convolution before it: MatMul and Add. */
final class FoldOffsets implements GraphPass {
  @Override
  public FloatGraph apply(FloatGraph graph) {
    return Rewriter.rewrite(graph, FoldOffsets::fold);
  }

  private static Optional<Rewriter.Replacement> fold(Node node, Rewriter rewriter) {
    if (!(node.op() instanceof Op.BatchNorm offset)
        || offset.hasStatistics()
        || !isOnes(offset.gamma())) {
      return Optional.empty();
    }
    Node before = rewriter.onlyReadHere(node.input()).orElse(null);
    if (before == null || !(before.op() instanceof Op.Conv conv)) {
      return Optional.empty();
    }
    float[] bias = new float[conv.outputChannels()];
    for (int i = 0; i < bias.length; i++) {
      bias[i] = conv.bias()[i] + offset.beta()[i];
      if (!Float.isFinite(bias[i])) {
        return Optional.empty();
      }
    }
    return Rewriter.Replacement.of(
            new Op.Conv(conv.window(), conv.groups(), conv.outputChannels(), conv.weights(), bias),
            before.input())
        .map(folded -> folded.named(before.name()));
  }

  private static boolean isOnes(float[] values) {
    for (float value : values) {
      if (value != 1) {
        return false;
      }
    }
    return true;
  }
}

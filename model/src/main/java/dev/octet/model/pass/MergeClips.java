package dev.octet.model.pass;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import java.util.Optional;

/** Makes one clip of two in a row: {@code min(max(x, 0), 6)} is ReLU6. */
final class MergeClips implements GraphPass {
  @Override
  public FloatGraph apply(FloatGraph graph) {
    return Rewriter.rewrite(graph, MergeClips::merge);
  }

  private static Optional<Rewriter.Replacement> merge(Node node, Rewriter rewriter) {
    if (!(node.op() instanceof Op.Clip second)) {
      return Optional.empty();
    }
    Node before = rewriter.onlyReadHere(node.input()).orElse(null);
    if (before == null || !(before.op() instanceof Op.Clip first)) {
      return Optional.empty();
    }
    float low = Math.max(first.low(), second.low());
    float high = Math.min(first.high(), second.high());
    return low < high
        ? Rewriter.Replacement.of(new Op.Clip(low, high), before.input())
        : Optional.empty();
  }
}

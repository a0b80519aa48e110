package dev.octet.model.pass;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import java.util.Optional;

/**
 * Makes one scale and offset of two in a row. Those that differ from channel to channel can be kept
 * apart from those that do not, which may belong to a spelled-out activation function.
 *
 * @param uniformOnly whether to merge only scales and offsets that all channels share
 */
record MergeAffines(boolean uniformOnly) implements GraphPass {
  @Override
  public FloatGraph apply(FloatGraph graph) {
    return Rewriter.rewrite(graph, this::merge);
  }

  private Optional<Rewriter.Replacement> merge(Node node, Rewriter rewriter) {
    if (!(node.op() instanceof Op.BatchNorm second) || second.hasStatistics()) {
      return Optional.empty();
    }
    Node before = rewriter.onlyReadHere(node.input()).orElse(null);
    if (before == null
        || !(before.op() instanceof Op.BatchNorm first)
        || first.hasStatistics()
        || uniformOnly && (Affine.uniform(before).isEmpty() || Affine.uniform(node).isEmpty())) {
      return Optional.empty();
    }
    return Affine.merged(first, second).flatMap(op -> Rewriter.Replacement.of(op, before.input()));
  }
}

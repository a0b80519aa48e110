package dev.octet.model.pass;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import java.util.Optional;

/**
 * Finds hard-sigmoid spelled out: {@code c * clip(a * x + b, low, high) + d} where the result runs
 * from 0 to 1, such as {@code clip(x + 3, 0, 6) / 6}.
 */
final class FindHardSigmoid implements GraphPass {
  private static final double TOLERANCE = 1e-5;

  @Override
  public FloatGraph apply(FloatGraph graph) {
    return Rewriter.rewrite(graph, FindHardSigmoid::find);
  }

  @SuppressWarnings("ReferenceEquality") // NONE stands for "no node", not for a factor of 1
  private static Optional<Rewriter.Replacement> find(Node node, Rewriter rewriter) {
    Affine after = Affine.uniform(node).orElse(Affine.NONE);
    Node clipping =
        node.op() instanceof Op.Clip ? node : rewriter.producer(node.input()).orElse(null);
    boolean candidate = node.op() instanceof Op.Clip || after != Affine.NONE;
    if (!candidate || clipping == null || !(clipping.op() instanceof Op.Clip clip)) {
      return Optional.empty();
    }
    Node first = rewriter.producer(clipping.input()).orElse(null);
    Optional<Affine> before = first == null ? Optional.empty() : Affine.uniform(first);
    double bottom = after.scale() * clip.low() + after.offset();
    double top = after.scale() * clip.high() + after.offset();
    if (!(Math.abs(bottom) <= TOLERANCE && Math.abs(top - 1) <= TOLERANCE)) {
      return Optional.empty();
    }
    Affine in = before.orElse(Affine.NONE);
    double alpha = after.scale() * in.scale();
    double beta = after.scale() * in.offset() + after.offset();
    boolean plainClip = node.op() instanceof Op.Clip && before.isEmpty();
    if (plainClip || !(alpha > 0) || !Float.isFinite((float) alpha)) {
      return Optional.empty();
    }
    String source = before.isPresent() ? first.input() : clipping.input();
    return Rewriter.Replacement.of(new Op.HardSigmoid((float) alpha, (float) beta), source);
  }
}

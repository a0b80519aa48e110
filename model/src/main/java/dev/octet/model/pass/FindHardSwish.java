package dev.octet.model.pass;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import java.util.Optional;

/**
 * Finds hard-swish spelled out: {@code x * clip(x + 3, 0, 6) / 6} with the factor 1/6 at any place,
 * and {@code x * hard-sigmoid(x)}.
 */
final class FindHardSwish implements GraphPass {
  private static final double TOLERANCE = 1e-5;

  /** {@code factor * x}. */
  private record Scaled(String x, double factor) {}

  @Override
  public FloatGraph apply(FloatGraph graph) {
    return Rewriter.rewrite(graph, FindHardSwish::find);
  }

  private static Optional<Rewriter.Replacement> find(Node node, Rewriter rewriter) {
    Optional<Affine> after = Affine.uniform(node);
    if (after.isPresent() && after.get().offset() == 0) {
      return rewriter
          .producer(node.input())
          .flatMap(product -> product(product, rewriter))
          .filter(found -> isOne(found.factor() * after.get().scale()))
          .flatMap(found -> Rewriter.Replacement.of(new Op.HardSwish(), found.x()));
    }
    return product(node, rewriter)
        .filter(found -> isOne(found.factor()))
        .flatMap(found -> Rewriter.Replacement.of(new Op.HardSwish(), found.x()));
  }

  /** What a node is, if it is a multiple of hard-swish. */
  private static Optional<Scaled> product(Node node, Rewriter rewriter) {
    if (!(node.op() instanceof Op.Mul)) {
      return Optional.empty();
    }
    String a = node.inputs().get(0);
    String b = node.inputs().get(1);
    return product(a, b, rewriter).or(() -> product(b, a, rewriter));
  }

  private static Optional<Scaled> product(String factor, String gate, Rewriter rewriter) {
    Optional<Scaled> gated = rewriter.producer(gate).flatMap(node -> gate(node, rewriter));
    Optional<Scaled> plain = Optional.of(new Scaled(factor, 1));
    Optional<Scaled> scaled = rewriter.producer(factor).flatMap(node -> scaled(node));
    return gated.flatMap(
        g ->
            plain
                .filter(x -> x.x().equals(g.x()))
                .or(() -> scaled.filter(x -> x.x().equals(g.x())))
                .map(x -> new Scaled(x.x(), x.factor() * g.factor())));
  }

  private static Optional<Scaled> scaled(Node node) {
    return Affine.uniform(node)
        .filter(affine -> affine.offset() == 0)
        .map(affine -> new Scaled(node.input(), affine.scale()));
  }

  /** What a node is, if it is a multiple of {@code clip(x + 3, 0, 6) / 6}. */
  private static Optional<Scaled> gate(Node node, Rewriter rewriter) {
    if (node.op() instanceof Op.HardSigmoid sigmoid) {
      return isGate(sigmoid.alpha(), sigmoid.beta())
          ? Optional.of(new Scaled(node.input(), 1))
          : Optional.empty();
    }
    if (!(node.op() instanceof Op.Clip clip) || clip.low() != 0) {
      return Optional.empty();
    }
    double height = clip.high();
    return rewriter
        .producer(node.input())
        .flatMap(
            shift ->
                Affine.uniform(shift)
                    .filter(in -> isGate(in.scale() / height, in.offset() / height))
                    .map(in -> new Scaled(shift.input(), height)));
  }

  private static boolean isGate(double alpha, double beta) {
    return Math.abs(alpha - 1 / 6.0) <= TOLERANCE && Math.abs(beta - 0.5) <= TOLERANCE;
  }

  private static boolean isOne(double factor) {
    return Math.abs(factor - 1) <= TOLERANCE;
  }
}

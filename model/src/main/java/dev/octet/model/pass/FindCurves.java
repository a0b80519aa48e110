package dev.octet.model.pass;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.UnaryFunction;
import java.util.List;
import java.util.Optional;

/**
 * Finds smooth functions spelled out: SiLU, GELU by the error function and by tanh, Mish, and the
 * division by the Euclidean length of the channels.
 */
final class FindCurves implements GraphPass {
  private static final double TOLERANCE = 1e-4;
  private static final double CUBE = 0.044715;

  /** {@code factor * x}, perhaps with a summand. */
  private record Term(String x, double factor, double summand) {}

  @Override
  public FloatGraph apply(FloatGraph graph) {
    return Rewriter.rewrite(graph, FindCurves::find);
  }

  private static Optional<Rewriter.Replacement> find(Node node, Rewriter rewriter) {
    if (node.op() instanceof Op.Mul) {
      String a = node.inputs().get(0);
      String b = node.inputs().get(1);
      if (a.equals(b)) {
        return Rewriter.Replacement.of(new Op.Unary(UnaryFunction.SQUARE), a);
      }
      return product(a, b, 1, rewriter)
          .or(() -> product(b, a, 1, rewriter))
          .or(() -> cube(a, b, rewriter))
          .or(() -> cube(b, a, rewriter))
          .or(() -> normalized(a, b, rewriter));
    }
    Term halved = term(node).orElse(null);
    Node inner = halved == null ? null : rewriter.producer(halved.x()).orElse(null);
    if (inner == null || halved.summand() != 0 || !(inner.op() instanceof Op.Mul)) {
      return Optional.empty();
    }
    String a = inner.inputs().get(0);
    String b = inner.inputs().get(1);
    return product(a, b, halved.factor(), rewriter)
        .or(() -> product(b, a, halved.factor(), rewriter));
  }

  /** A function that is a factor times {@code x} times a gate. */
  private static Optional<Rewriter.Replacement> product(
      String factor, String gate, double outer, Rewriter rewriter) {
    Node gating = rewriter.producer(gate).orElse(null);
    if (gating == null) {
      return Optional.empty();
    }
    if (gating.op() instanceof Op.Unary unary && isOne(outer)) {
      Term in = through(gating.input(), rewriter);
      if (unary.function() == UnaryFunction.SIGMOID
          && in.x().equals(factor)
          && in.summand() == 0
          && in.factor() > 0) {
        return found(UnaryFunction.SILU, (float) in.factor(), factor);
      }
      if (unary.function() == UnaryFunction.TANH
          && rewriter.producer(gating.input()).orElse(gating).op() instanceof Op.Unary inner
          && inner.function() == UnaryFunction.SOFTPLUS
          && rewriter.producer(gating.input()).orElseThrow().input().equals(factor)) {
        return found(UnaryFunction.MISH, 1, factor);
      }
    }
    // factor * x * (1 + f(...)) with a half at any place
    Term plusOne = through(gate, rewriter);
    Term source = through(factor, rewriter);
    Node curve = rewriter.producer(plusOne.x()).orElse(null);
    double half = plusOne.factor() * source.factor() * outer;
    if (curve == null
        || !(curve.op() instanceof Op.Unary unary)
        || source.summand() != 0
        || !isOne(2 * half)
        || !isOne(plusOne.summand() / plusOne.factor())) {
      return Optional.empty();
    }
    if (unary.function() == UnaryFunction.ERF) {
      Term in = through(curve.input(), rewriter);
      return reaches(in, source.x(), factor)
              && isOne(in.factor() * Math.sqrt(2) * scale(in, source, factor))
          ? found(UnaryFunction.GELU, 1, source.x())
          : Optional.empty();
    }
    return unary.function() == UnaryFunction.TANH && isCubic(curve.input(), source.x(), rewriter)
        ? found(UnaryFunction.GELU_TANH, 1, source.x())
        : Optional.empty();
  }

  private static boolean reaches(Term in, String source, String factor) {
    return in.summand() == 0 && (in.x().equals(source) || in.x().equals(factor));
  }

  /** What the argument's own tensor is a multiple of. */
  private static double scale(Term in, Term source, String factor) {
    return in.x().equals(source.x()) ? 1 : in.x().equals(factor) ? source.factor() : 0;
  }

  /** Whether a tensor is {@code sqrt(2 / pi) * (x + 0.044715 x^3)}. */
  private static boolean isCubic(String tensor, String x, Rewriter rewriter) {
    Term outer = through(tensor, rewriter);
    Node sum = rewriter.producer(outer.x()).orElse(null);
    if (sum == null || outer.summand() != 0) {
      return false;
    }
    double wanted = Math.sqrt(2 / Math.PI);
    if (sum.op() instanceof Op.Add) {
      Term a = through(sum.inputs().get(0), rewriter);
      Term b = through(sum.inputs().get(1), rewriter);
      Term plain = a.x().equals(x) ? a : b;
      Term cubed = a.x().equals(x) ? b : a;
      Node cube = rewriter.producer(cubed.x()).orElse(null);
      return plain.x().equals(x)
          && cube != null
          && cube.op() instanceof Op.Unary power
          && power.function() == UnaryFunction.POWER
          && power.parameter() == 3
          && cube.input().equals(x)
          && isOne(outer.factor() * plain.factor() / wanted)
          && isOne(outer.factor() * cubed.factor() / wanted / CUBE);
    }
    return false;
  }

  /** {@code x * x^2}. */
  private static Optional<Rewriter.Replacement> cube(String x, String square, Rewriter rewriter) {
    return rewriter
        .producer(square)
        .filter(node -> node.input().equals(x))
        .filter(
            node -> node.op() instanceof Op.Unary unary && unary.function() == UnaryFunction.SQUARE)
        .flatMap(node -> found(UnaryFunction.POWER, 3, x));
  }

  /** {@code x / sqrt(sum of x^2)}, the length perhaps with a lower bound. */
  private static Optional<Rewriter.Replacement> normalized(
      String x, String factor, Rewriter rewriter) {
    Node node = rewriter.producer(factor).orElse(null);
    float least = 1e-12f;
    boolean inverted = false;
    boolean rooted = false;
    while (node != null) {
      if (node.op() instanceof Op.Conv conv) {
        Node squares = rewriter.producer(node.input()).orElse(null);
        boolean all =
            conv.outputChannels() == 1
                && conv.window().isPointwise()
                && conv.bias()[0] == 0
                && isOnes(conv.weights());
        return inverted
                && rooted
                && all
                && squares != null
                && isFunction(squares, UnaryFunction.SQUARE)
                && squares.input().equals(x)
            ? Rewriter.Replacement.of(new Op.L2Normalize(least), x)
            : Optional.empty();
      }
      if (node.op() instanceof Op.Clip clip && clip.high() == Float.POSITIVE_INFINITY) {
        least = Math.max(least, clip.low());
      } else if (isFunction(node, UnaryFunction.RECIPROCAL)) {
        inverted = true;
      } else if (isFunction(node, UnaryFunction.SQRT)) {
        rooted = true;
      } else if (!(node.op() instanceof Op.Rearrange)) {
        return Optional.empty();
      }
      node = rewriter.producer(node.input()).orElse(null);
    }
    return Optional.empty();
  }

  private static boolean isFunction(Node node, UnaryFunction function) {
    return node.op() instanceof Op.Unary unary && unary.function() == function;
  }

  private static boolean isOnes(float[] values) {
    for (float value : values) {
      if (value != 1) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Rewriter.Replacement> found(
      UnaryFunction function, float parameter, String x) {
    Op op = new Op.Unary(function, parameter);
    return Optional.of(new Rewriter.Replacement(op, List.of(x), Optional.empty()));
  }

  private static Optional<Term> term(Node node) {
    return Affine.uniform(node).map(a -> new Term(node.input(), a.scale(), a.offset()));
  }

  /** What a tensor is in terms of what it is made of. */
  private static Term through(String tensor, Rewriter rewriter) {
    return rewriter.producer(tensor).flatMap(FindCurves::term).orElse(new Term(tensor, 1, 0));
  }

  private static boolean isOne(double factor) {
    return Math.abs(factor - 1) <= TOLERANCE;
  }
}

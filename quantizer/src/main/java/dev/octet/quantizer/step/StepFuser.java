package dev.octet.quantizer.step;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import dev.octet.quantizer.pass.Readers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Joins the nodes of a graph without batch normalization into steps: an activation goes into the
 * step before it, an addition into the convolution before it, so that each step rounds once.
 */
public final class StepFuser {
  private final Readers readers;
  private final FloatGraph graph;
  private final Set<String> computed = new HashSet<>();
  private final Set<String> absorbed = new HashSet<>();

  private final Set<String> rounded;

  private StepFuser(FloatGraph graph, Set<String> rounded) {
    this.graph = graph;
    this.rounded = rounded;
    this.readers = new Readers(graph);
  }

  /** The steps of a graph, in order of execution. */
  public static List<Step> fuse(FloatGraph graph) {
    return fuse(graph, Set.of());
  }

  /**
   * The same.
   *
   * @param rounded tensors that have to be there between steps
   */
  static List<Step> fuse(FloatGraph graph, Set<String> rounded) {
    return new StepFuser(graph, rounded).run();
  }

  private List<Step> run() {
    List<Step> steps = new ArrayList<>();
    computed.add(graph.inputName());
    for (Node node : graph.nodes()) {
      if (absorbed.contains(node.name())) {
        continue;
      }
      Step step = step(node);
      computed.add(step.output());
      steps.add(step);
    }
    return steps;
  }

  private Step step(Node node) {
    Op op = node.op();
    if (op instanceof Op.Conv conv) {
      return convolution(node, conv);
    }
    if (op instanceof Op.Add) {
      Fused fused = activation(node.output(), false);
      return new Step.Elementwise(
          node.name(),
          node.inputs().get(0),
          Optional.of(node.inputs().get(1)),
          fused.activation,
          fused.output);
    }
    if (op instanceof Op.Mul) {
      Fused fused = activation(node.output(), false);
      return new Step.Multiply(
          node.name(), node.inputs().get(0), node.inputs().get(1), fused.activation, fused.output);
    }
    if (op instanceof Op.LeakyRelu leaky) {
      double[] slopes = new double[graph.shape(node.output()).channels()];
      Arrays.fill(slopes, leaky.slope());
      return new Step.LeakyRelu(node.name(), node.input(), slopes, node.output());
    }
    if (op instanceof Op.PRelu leaky) {
      double[] slopes = new double[leaky.slopes().length];
      Arrays.setAll(slopes, c -> leaky.slopes()[c]);
      return new Step.LeakyRelu(node.name(), node.input(), slopes, node.output());
    }
    if (op instanceof Op.Unary function) {
      return new Step.Curve(node.name(), node.input(), function, node.output());
    }
    if (op instanceof Op.Softmax || op instanceof Op.L2Normalize) {
      return new Step.AcrossChannels(node.name(), node.input(), op, node.output());
    }
    if (op instanceof Op.Rearrange moves) {
      return new Step.Rearrange(node.name(), node.input(), moves, node.output());
    }
    if (op instanceof Op.Resize resize) {
      return new Step.Resize(node.name(), node.input(), resize, node.output());
    }
    if (op instanceof Op.GlobalAveragePool) {
      Fused fused = activation(node.output(), true);
      return new Step.GlobalAveragePool(node.name(), node.input(), fused.activation, fused.output);
    }
    if (op instanceof Op.AveragePool pool) {
      return new Step.AveragePool(
          node.name(), node.input(), pool.window(), pool.countPadding(), node.output());
    }
    if (op instanceof Op.MaxPool pool) {
      return new Step.MaxPool(node.name(), node.input(), pool.window(), node.output());
    }
    if (op instanceof Op.Pad pad) {
      return new Step.Pad(node.name(), node.input(), pad, node.output());
    }
    if (op instanceof Op.Concat) {
      return new Step.Concat(node.name(), node.inputs(), node.output());
    }
    StepActivation activation = StepActivation.of(op);
    if (activation == null) {
      throw new IllegalStateException("no step for " + op.kind() + " '" + node.name() + "'");
    }
    return new Step.Elementwise(
        node.name(), node.input(), Optional.empty(), activation, node.output());
  }

  private Step convolution(Node node, Op.Conv conv) {
    String sum = node.output();
    Optional<String> residual = residual(sum);
    if (residual.isPresent()) {
      Node add = readers.only(sum).orElseThrow();
      absorbed.add(add.name());
      sum = add.output();
    }
    Fused fused = activation(sum, residual.isEmpty());
    return new Step.Conv(
        node.name(), conv, node.input(), residual, sum, fused.activation, fused.output);
  }

  /** The other summand, if the only reader of {@code tensor} adds one that is already there. */
  private Optional<String> residual(String tensor) {
    return readers
        .only(tensor)
        .filter(reader -> reader.op() instanceof Op.Add && !rounded.contains(tensor))
        .map(add -> add.inputs().get(add.inputs().get(0).equals(tensor) ? 1 : 0))
        .filter(computed::contains);
  }

  /** Takes in the activation that alone reads {@code tensor}, if there is one. */
  private Fused activation(String tensor, boolean hardSwishAllowed) {
    Node reader = readers.only(tensor).orElse(null);
    StepActivation activation = reader == null ? null : StepActivation.of(reader.op());
    if (activation == null
        || rounded.contains(tensor)
        || (activation.hardSwish() && !hardSwishAllowed)) {
      return new Fused(StepActivation.NONE, tensor);
    }
    absorbed.add(reader.name());
    return new Fused(activation, reader.output());
  }

  private record Fused(StepActivation activation, String output) {}
}

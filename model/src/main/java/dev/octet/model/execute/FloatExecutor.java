package dev.octet.model.execute;

import dev.octet.model.execute.kernel.FloatKernel;
import dev.octet.model.execute.matrix.FloatArithmetic;
import dev.octet.model.execute.op.FloatKernels;
import dev.octet.model.execute.plan.Plan;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Executes a float network: the reference that int8 outputs are measured against. Weights are
 * packed once; the object is immutable and safe for use by several threads, each with its own
 * {@link #newSession() session}. The outputs are the same bits whether tensors are visited or not,
 * on any number of threads and for any vector width.
 */
public final class FloatExecutor {
  private final FloatGraph graph;
  private final FloatArithmetic arithmetic;
  private final List<FloatKernel> kernels;
  private final Map<Set<String>, Plan> plans = new ConcurrentHashMap<>();

  /** Prepares a network. */
  public FloatExecutor(FloatGraph graph) {
    this(graph, FloatArithmetic.best());
  }

  FloatExecutor(FloatGraph graph, FloatArithmetic arithmetic) {
    this.graph = graph;
    this.arithmetic = arithmetic;
    List<FloatKernel> prepared = new ArrayList<>();
    for (Node node : graph.nodes()) {
      prepared.add(
          FloatKernels.create(
              node.op(),
              node.inputs().stream().map(graph::shape).toList(),
              graph.shape(node.output()),
              arithmetic));
    }
    this.kernels = List.copyOf(prepared);
  }

  /** The network. */
  public FloatGraph graph() {
    return graph;
  }

  /** Which kernels are used: {@code scalar} or {@code vector} with the width. */
  String kernelName() {
    return arithmetic.name();
  }

  /** Working memory for one thread at a time. */
  public FloatSession newSession() {
    return new FloatSession(this);
  }

  /**
   * Runs one input on several cores.
   *
   * @param inputHwc the input tensor
   * @param threads at least 1
   * @return the answer ({@link FloatGraph#heads()}), a fresh array: the logits of a classifier
   */
  public float[] run(float[] inputHwc, int threads) {
    return newSession().run(inputHwc, threads);
  }

  /** The plan that completes the given tensors; made once. */
  Plan plan(Set<String> visible) {
    return plans.computeIfAbsent(visible, v -> Plan.of(graph, kernels, v));
  }
}

package dev.octet.model.execute;

import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.execute.plan.Plan;
import dev.octet.model.execute.plan.PlanStep;
import dev.octet.model.graph.FloatGraph;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Working memory of a {@link FloatExecutor} for one caller at a time. */
public final class FloatSession {
  private final FloatExecutor executor;
  private final FloatScratch scratch = new FloatScratch();
  private float[][] buffers = new float[0][];

  FloatSession(FloatExecutor executor) {
    this.executor = executor;
  }

  /**
   * Runs the network on the calling thread.
   *
   * @param inputHwc the input tensor, HWC; not changed
   * @return the network's answer ({@link FloatGraph#heads()}), a fresh array: a classifier's logits
   * @throws IllegalArgumentException if the input has another length than the network's
   */
  public float[] run(float[] inputHwc) {
    return execute(inputHwc, Set.of(), null, 1);
  }

  /**
   * Runs the network on several threads, the caller's being one of them. Worth it only for a single
   * input: many inputs are faster with a session per thread.
   *
   * @param inputHwc the input tensor, HWC; not changed
   * @param threads at least 1
   * @return the network's answer, a fresh array, the same bits as on one thread
   * @throws IllegalArgumentException if the input has another length than the network's
   */
  public float[] run(float[] inputHwc, int threads) {
    return execute(inputHwc, Set.of(), null, threads);
  }

  /**
   * Runs the network and shows every tensor.
   *
   * @param inputHwc the input tensor, HWC; not changed
   * @param visitor sees the input first, then every node's output in the graph's order
   * @throws IllegalArgumentException if the input has another length than the network's
   */
  public void run(float[] inputHwc, TensorVisitor visitor) {
    execute(inputHwc, executor.graph().shapes().keySet(), visitor, 1);
  }

  /**
   * Runs the network and shows some tensors, which is faster than showing all of them.
   *
   * @param inputHwc the input tensor, HWC; not changed
   * @param tensors names of the tensors to show
   * @param visitor sees them in order of computation
   * @throws IllegalArgumentException if the input has another length than the network's, or a
   *     tensor does not exist
   */
  public void run(float[] inputHwc, Set<String> tensors, TensorVisitor visitor) {
    tensors.forEach(executor.graph()::shape);
    execute(inputHwc, new HashSet<>(tensors), visitor, 1);
  }

  private float[] execute(float[] input, Set<String> visible, TensorVisitor visitor, int threads) {
    FloatGraph graph = executor.graph();
    if (input.length != graph.inputShape().elements()) {
      throw new IllegalArgumentException(
          "an input of " + graph.inputShape() + " expected, not " + input.length + " elements");
    }
    Plan plan = executor.plan(visible);
    prepare(plan, input);
    if (visitor != null && visible.contains(graph.inputName())) {
      visitor.visit(graph.inputName(), graph.inputShape(), input);
    }
    if (threads > 1) {
      new Team(threads).run(plan, buffers);
    } else {
      for (PlanStep step : plan.steps()) {
        step.run(buffers, 0, step.pieces(), scratch);
        if (visitor != null && visible.contains(step.tensor())) {
          visitor.visit(step.tensor(), step.shape(), buffers[step.output()]);
        }
      }
    }
    float[] answer = new float[graph.answerElements()];
    int filled = 0;
    for (int i = 0; i < plan.heads().length; i++) {
      int elements = graph.shape(graph.heads().get(i)).elements();
      System.arraycopy(buffers[plan.heads()[i]], 0, answer, filled, elements);
      filled += elements;
    }
    buffers[0] = null;
    return answer;
  }

  /** Makes the buffers large enough for a plan; buffer 0 is the caller's array. */
  private void prepare(Plan plan, float[] input) {
    int count = plan.bufferElements().length;
    if (buffers.length < count) {
      buffers = Arrays.copyOf(buffers, count);
    }
    buffers[0] = input;
    for (int i = 1; i < count; i++) {
      if (buffers[i] == null || buffers[i].length < plan.bufferElements()[i]) {
        buffers[i] = new float[plan.bufferElements()[i]];
      }
    }
  }
}

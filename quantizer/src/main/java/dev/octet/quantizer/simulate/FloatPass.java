package dev.octet.quantizer.simulate;

import dev.octet.calibration.Progress;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.execute.FloatSession;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Shape;
import java.util.Set;
import java.util.function.IntFunction;

/** Runs the float network on many inputs, on several threads. */
public final class FloatPass {
  private final FloatExecutor executor;
  private final IntFunction<float[]> inputs;
  private final int count;
  private final Workers workers;
  private final Progress progress;

  /** Sees a tensor of one input; called by several threads at a time. */
  public interface Visitor {
    /**
     * Sees a tensor.
     *
     * @param input index of the input
     * @param values HWC; not to be kept
     */
    void visit(int input, String tensor, Shape shape, float[] values);
  }

  /**
   * Passes over the same inputs.
   *
   * @param inputs float inputs, HWC
   * @param count number of them
   */
  public FloatPass(
      FloatGraph graph,
      IntFunction<float[]> inputs,
      int count,
      Workers workers,
      Progress progress) {
    this.executor = new FloatExecutor(graph);
    this.inputs = inputs;
    this.count = count;
    this.workers = workers;
    this.progress = progress;
  }

  /**
   * Runs the network once on each input.
   *
   * @param title what the progress says
   * @param tensors which ones are shown to the visitor
   */
  public void run(String title, Set<String> tensors, Visitor visitor) {
    progress.start(title, count);
    workers.eachWith(
        count,
        executor::newSession,
        (FloatSession session, int i) -> {
          session.run(
              inputs.apply(i),
              tensors,
              (name, shape, values) -> visitor.visit(i, name, shape, values));
          progress.advance(1);
        });
  }
}

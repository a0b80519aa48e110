package dev.octet.quantizer.simulate;

import dev.octet.calibration.input.Inputs;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.execute.FloatSession;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Shape;
import java.util.Set;

/** Runs the float network on many inputs, on several threads. */
public final class FloatPass {
  private final FloatExecutor executor;
  private final Inputs inputs;
  private final Run run;

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

  /** Passes over the same inputs. */
  public FloatPass(FloatGraph graph, Inputs inputs, Run run) {
    this.executor = new FloatExecutor(graph);
    this.inputs = inputs;
    this.run = run;
  }

  /**
   * Runs the network once on each input.
   *
   * @param title what the progress says
   * @param tensors which ones are shown to the visitor
   */
  public void run(String title, Set<String> tensors, Visitor visitor) {
    run.progress().start(title, inputs.count());
    run.parallel()
        .each(
            inputs.count(),
            executor::newSession,
            (FloatSession session, int i) -> {
              session.run(
                  inputs.get(i),
                  tensors,
                  (name, shape, values) -> visitor.visit(i, name, shape, values));
              run.progress().advance(1);
            });
  }
}

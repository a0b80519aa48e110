package dev.octet.report.compare;

import dev.octet.calibration.Progress;
import dev.octet.calibration.TensorSource;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.execute.FloatSession;
import dev.octet.model.graph.FloatGraph;
import dev.octet.report.input.InputElements;
import dev.octet.report.input.ModelInput;
import dev.octet.report.input.OrderedParallel;
import dev.octet.report.statistics.Fidelity;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.Session;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures one int8 model after another on the same inputs. The float model runs once; its logits
 * stay in memory, 4 bytes for each class and input.
 */
public final class Evaluation {
  private final TensorSource source;
  private final int threads;
  private final float[][] reference;
  private final List<String> skipped = new ArrayList<>();

  /**
   * Runs the float model.
   *
   * @param threads at least 1; the figures do not depend on it
   * @throws OctetException (INPUT) if there is no input, or too many cannot be read
   */
  public Evaluation(FloatGraph graph, TensorSource source, int threads, Progress progress) {
    this.source = source;
    this.threads = threads;
    this.reference = new float[source.size()][];
    FloatExecutor executor = new FloatExecutor(graph);
    List<Answers.Skipped> unreadable = new ArrayList<>();
    int[] next = new int[1];
    progress.start("running the float model", source.size());
    OrderedParallel.run(
        source.size(),
        threads,
        executor::newSession,
        (session, i) -> logits(session, i),
        result -> {
          int index = next[0]++;
          reference[index] = result.logits;
          if (result.logits == null) {
            unreadable.add(new Answers.Skipped(index, result.reason));
            skipped.add(result.reason);
          }
          progress.advance(1);
        });
    Comparer.checkReadable(source, unreadable);
  }

  private record Result(float[] logits, String reason) {}

  private Result logits(FloatSession session, int index) {
    try {
      return new Result(session.run(source.read(index)), null);
    } catch (OctetException e) {
      return new Result(null, source.name(index) + ": " + e.what());
    }
  }

  /** What could not be read, and why. */
  public List<String> skipped() {
    return List.copyOf(skipped);
  }

  /** Compares a model's outputs with the float model's, on every input that can be read. */
  public Fidelity measure(OctetModel model, Progress progress) {
    InputElements elements = new InputElements(model.schedule());
    Fidelity fidelity = new Fidelity();
    int[] next = new int[1];
    progress.start("measuring the int8 model", source.size());
    OrderedParallel.run(
        source.size(),
        threads,
        model::newSession,
        (session, i) -> answer(session, i, elements),
        answer -> {
          int index = next[0]++;
          if (answer.length > 0) {
            fidelity.add(reference[index], answer, source.label(index));
          }
          progress.advance(1);
        });
    return fidelity;
  }

  /** The logits, or nothing for an input that cannot be read. */
  private float[] answer(Session session, int index, InputElements elements) {
    if (reference[index] == null) {
      return new float[0];
    }
    float[] answer = new float[reference[index].length];
    session.run(ModelInput.read(source, index, elements).elements(), 0);
    session.logits(answer);
    return answer;
  }
}

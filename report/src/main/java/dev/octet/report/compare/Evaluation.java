package dev.octet.report.compare;

import dev.octet.calibration.Progress;
import dev.octet.calibration.TensorSource;
import dev.octet.calibration.input.InputPass;
import dev.octet.calibration.input.SkippedInput;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.parallel.Parallel;
import dev.octet.report.input.InputElements;
import dev.octet.report.input.ModelInput;
import dev.octet.report.statistics.Fidelity;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetModel;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Measures one int8 model after another on the same inputs. The float model runs once; its logits
 * stay in memory, 4 bytes for each class and input.
 */
public final class Evaluation {
  private final TensorSource source;
  private final Parallel parallel;

  /** The float model's logits, none for an input that cannot be read. */
  private final float[][] reference;

  private final List<SkippedInput> skipped;

  /**
   * Runs the float model.
   *
   * @param threads at least 1; the figures do not depend on it
   * @throws OctetException (INPUT) if there is no input, or too many cannot be read
   */
  public Evaluation(FloatGraph graph, TensorSource source, int threads, Progress progress) {
    this.source = source;
    this.parallel = new Parallel(threads);
    this.reference = new float[source.size()][];
    FloatExecutor executor = new FloatExecutor(graph);
    this.skipped =
        InputPass.over(source, parallel)
            .showing("running the float model", progress)
            .run(
                source::read,
                executor::newSession,
                (session, index, input) -> session.run(input),
                (index, logits) -> reference[index] = logits);
  }

  /** What could not be read, and why. */
  public List<String> skipped() {
    return skipped.stream().map(SkippedInput::text).toList();
  }

  /** Compares a model's outputs with the float model's, on every input that can be read. */
  public Fidelity measure(OctetModel model, Progress progress) {
    InputElements elements = new InputElements(model.schedule());
    Fidelity fidelity = new Fidelity();
    InputPass.over(source, parallel)
        .only(IntStream.range(0, reference.length).filter(i -> reference[i] != null).toArray())
        .showing("measuring the int8 model", progress)
        .run(
            index -> ModelInput.read(source, index, elements),
            model::newSession,
            (session, index, input) -> {
              float[] answer = new float[reference[index].length];
              session.run(input.elements(), 0);
              session.logits(answer);
              return answer;
            },
            (index, answer) -> fidelity.add(reference[index], answer, source.label(index)));
    return fidelity;
  }
}

package dev.octet.report.layer;

import dev.octet.calibration.Progress;
import dev.octet.calibration.TensorSource;
import dev.octet.calibration.input.InputPass;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.parallel.Parallel;
import dev.octet.report.input.InputElements;
import dev.octet.report.input.ModelInput;
import dev.octet.runtime.OctetModel;
import java.util.BitSet;
import java.util.List;

/** Compares every layer of an int8 model on some inputs of a source. */
public final class LayerComparer {
  private final OctetModel model;
  private final LayerProbe probe;
  private final Parallel parallel;

  /** For one int8 model and the float model that it was made of. */
  public LayerComparer(FloatExecutor executor, OctetModel model, Parallel parallel) {
    this.model = model;
    this.probe = new LayerProbe(executor, model);
    this.parallel = parallel;
  }

  /**
   * What came out.
   *
   * @param layers in order of execution
   * @param images on how many inputs they were compared
   * @param answerImages on how many of those their effect on the logits was measured
   */
  public record Result(List<LayerFidelity> layers, int images, int answerImages) {
    /** Nothing was compared. */
    public static final Result NONE = new Result(List.of(), 0, 0);
  }

  /**
   * Compares.
   *
   * @param readable the inputs to choose from
   * @param images on how many of them to compare, if there are that many
   * @param answerImages on how many of those to measure the layers' effect on the logits, too
   */
  public Result compare(
      TensorSource source, int[] readable, int images, int answerImages, Progress progress) {
    List<LayerFidelity> sums = probe.empty();
    int count = Math.min(images, readable.length);
    int answers = Math.min(answerImages, count);
    if (count == 0) {
      return new Result(sums, 0, 0);
    }
    // Both samples are spread over the source, whose order may be by class.
    int stride = answers == 0 ? count + 1 : Math.max(1, count / answers);
    int[] chosen = new int[count];
    BitSet asked = new BitSet();
    for (int i = 0; i < count; i++) {
      chosen[i] = readable[(int) ((long) i * readable.length / count)];
      asked.set(chosen[i], i % stride == 0 && i / stride < answers);
    }
    InputElements elements = new InputElements(model.schedule());
    BitSet measured = new BitSet();
    InputPass.over(source, parallel)
        .only(chosen)
        .showing("comparing layers", progress)
        .run(
            index -> ModelInput.read(source, index, elements),
            probe::worker,
            (worker, index, input) -> worker.run(input, asked.get(index)),
            (index, result) -> {
              measured.set(index);
              for (int i = 0; i < result.size(); i++) {
                sums.get(i).add(result.get(i));
              }
            });
    asked.and(measured);
    return new Result(sums, measured.cardinality(), asked.cardinality());
  }
}

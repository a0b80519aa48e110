package dev.octet.report.layer;

import dev.octet.calibration.Progress;
import dev.octet.calibration.TensorSource;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.report.input.InputElements;
import dev.octet.report.input.ModelInput;
import dev.octet.report.input.OrderedParallel;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetModel;
import java.util.List;

/** Compares every layer of an int8 model on some inputs of a source. */
public final class LayerComparer {
  private final OctetModel model;
  private final LayerProbe probe;
  private final int threads;

  public LayerComparer(FloatExecutor executor, OctetModel model, int threads) {
    this.model = model;
    this.probe = new LayerProbe(executor, model);
    this.threads = threads;
  }

  /**
   * Compares.
   *
   * @param count number of inputs
   * @param answers number of inputs on which the layers' effect on the logits is measured, too
   */
  public List<LayerFidelity> compare(
      TensorSource source, int count, int answers, Progress progress) {
    List<LayerFidelity> sums = probe.empty();
    if (count == 0) {
      return sums;
    }
    InputElements elements = new InputElements(model.schedule());
    progress.start("comparing layers", count);
    // Both samples are spread over the source, whose order may be by class.
    int stride = answers == 0 ? count + 1 : Math.max(1, count / answers);
    OrderedParallel.run(
        count,
        threads,
        probe::worker,
        (worker, i) -> {
          int index = (int) ((long) i * source.size() / count);
          boolean ask = i % stride == 0 && i / stride < answers;
          try {
            return worker.run(ModelInput.read(source, index, elements), ask);
          } catch (OctetException e) {
            return probe.empty();
          }
        },
        result -> {
          for (int i = 0; i < result.size(); i++) {
            sums.get(i).add(result.get(i));
          }
          progress.advance(1);
        });
    return sums;
  }
}

package dev.octet.quantizer;

import dev.octet.calibration.Progress;
import dev.octet.calibration.TensorSource;
import dev.octet.calibration.input.Inputs;
import dev.octet.calibration.input.ReadableInputs;
import dev.octet.calibration.input.SkippedInput;
import dev.octet.calibration.input.SourceCache;
import dev.octet.model.FloatModel;
import dev.octet.quantizer.kept.KeptSchedule;
import dev.octet.quantizer.range.ActivationStatistics;
import dev.octet.quantizer.simulate.Run;
import dev.octet.quantizer.tuning.MeasuredMoments;
import dev.octet.quantizer.tuning.SequentialQuantizer;
import dev.octet.quantizer.tuning.TuningFidelity;
import dev.octet.quantizer.tuning.WeightFit;
import dev.octet.runtime.schedule.Preprocessing;
import java.util.List;
import java.util.Optional;

/**
 * Makes a schedule of a file that is quantized already: scales, zero points and integers are the
 * file's own. Inputs only show how close it stays to the file's numbers taken as floats, and become
 * golden vectors.
 */
public final class KeptQuantizer {
  private KeptQuantizer() {}

  /**
   * Takes over a quantized model.
   *
   * @param model a model whose file is quantized
   * @param source where inputs come from
   * @param samples which of them to use, in this order
   * @param preprocessing what photos go through (its table is not read), or empty for ready tensors
   * @param labels class names, or an empty array
   * @param settings threads and memory; the rest is the file's own
   * @param progress receives what is done
   * @throws dev.octet.runtime.OctetException INPUT if too few inputs can be read; UNSUPPORTED if a
   *     tensor or a convolution has no scale
   */
  public static Quantization quantize(
      FloatModel model,
      TensorSource source,
      int[] samples,
      Optional<Preprocessing> preprocessing,
      String[] labels,
      QuantizerSettings settings,
      Progress progress) {
    Run run = Run.of(settings.threads(), progress);
    KeptSchedule kept = KeptSchedule.of(model.graph(), model.facts().quantization().orElseThrow());
    run.note("quantization: the file's own scales and integers (--requantize makes new ones)");
    if (kept.rests() > 0) {
      run.note("%d layers have weights beyond 127 and are computed in two steps", kept.rests());
    }
    try (SourceCache cache = SourceCache.of(source)) {
      ReadableInputs read =
          ReadableInputs.of(cache.source(), samples, run.parallel(), run.progress());
      Inputs tuned = read.inputs().first(settings.tuningImages());
      ActivationStatistics statistics =
          ActivationStatistics.collect(kept.graph(), tuned, tuned.count(), run);
      SequentialQuantizer runner =
          new SequentialQuantizer(
              kept.graph(),
              statistics,
              new MeasuredMoments(kept.graph(), run.parallel()),
              WeightFit.NONE,
              settings.techniques(),
              run);
      SequentialQuantizer.Result result =
          runner.run(kept.tensors(), kept.operations(), kept.plan(), tuned);
      TuningFidelity fidelity =
          TuningFidelity.of(
              kept.graph().graph(), statistics.logits(), result.outputs(), kept.plan());
      List<String> notes = run.notes();
      int images = read.inputs().count();
      return new Quantization(
          ScheduleAssembly.assemble(
              kept.graph().graph(),
              preprocessing,
              labels,
              kept.plan().get(model.graph().inputName()),
              result,
              settings.lowMemory(),
              ProvenanceRecorder.record(model, preprocessing, settings, images, notes).json()),
          images,
          read.skipped().stream().map(SkippedInput::text).toList(),
          fidelity.sqnrDb(),
          fidelity.agreement(),
          ScheduleAssembly.floatBytes(model.graph()),
          notes);
    }
  }
}

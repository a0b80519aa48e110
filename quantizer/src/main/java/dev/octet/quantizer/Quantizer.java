package dev.octet.quantizer;

import dev.octet.calibration.Progress;
import dev.octet.calibration.TensorSource;
import dev.octet.model.FloatModel;
import dev.octet.model.graph.FloatGraph;
import dev.octet.quantizer.choice.ChoiceByEffect;
import dev.octet.quantizer.choice.Fold;
import dev.octet.quantizer.mixed.MixedPrecision;
import dev.octet.quantizer.pass.FoldBatchNorm;
import dev.octet.quantizer.range.ActivationStatistics;
import dev.octet.quantizer.range.InputQuantization;
import dev.octet.quantizer.range.PlanOptions;
import dev.octet.quantizer.range.QuantizationPlanner;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.sensitivity.SensitivityScan;
import dev.octet.quantizer.simulate.Workers;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.quantizer.tuning.Attempt;
import dev.octet.quantizer.tuning.FloatSums;
import dev.octet.quantizer.tuning.MeasuredMoments;
import dev.octet.quantizer.tuning.SequentialQuantizer;
import dev.octet.quantizer.tuning.TuningFidelity;
import dev.octet.quantizer.tuning.WeightFit;
import dev.octet.runtime.KernelSets;
import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.schedule.Preprocessing;
import dev.octet.runtime.schedule.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Turns a float model and calibration inputs into a schedule. */
public final class Quantizer {
  private Quantizer() {}

  /** Inputs of the sensitivity scan where none were held out. */
  private static final int SCAN_INPUTS = 32;

  /**
   * Quantizes a model.
   *
   * @param model the float model
   * @param source where calibration inputs come from
   * @param samples which of them to use, in this order
   * @param preprocessing what photos go through (its table is not read), or empty for ready tensors
   * @param labels class names, or an empty array
   * @param settings how to quantize
   * @param progress told how it goes
   * @return the schedule with figures
   * @throws dev.octet.runtime.OctetException INPUT if too few inputs can be read
   */
  public static Quantization quantize(
      FloatModel model,
      TensorSource source,
      int[] samples,
      Optional<Preprocessing> preprocessing,
      String[] labels,
      QuantizerSettings settings,
      Progress progress) {
    Workers workers = new Workers(settings.threads());
    try (CalibrationInputs inputs =
        CalibrationInputs.read(
            source, samples, settings.tuningImages(), settings.threads(), progress)) {
      return quantize(model, inputs, preprocessing, labels, settings, workers, progress);
    }
  }

  private static Quantization quantize(
      FloatModel model,
      CalibrationInputs inputs,
      Optional<Preprocessing> preprocessing,
      String[] labels,
      QuantizerSettings settings,
      Workers workers,
      Progress progress) {
    FloatGraph folded = new FoldBatchNorm().apply(model.graph());
    StepGraph graph = StepGraph.of(folded);
    int tuned = Math.min(settings.tuningImages(), inputs.count());
    ActivationStatistics statistics =
        ActivationStatistics.collect(graph, inputs::get, inputs.count(), tuned, workers, progress);
    TensorQuantization inputQuantization =
        preprocessing
            .map(p -> InputQuantization.ofPhotos(graph, p))
            .orElseGet(
                () ->
                    InputQuantization.ofTensors(
                        graph,
                        statistics.histograms().get(folded.inputName()),
                        inputs::get,
                        inputs.count()));
    KernelSet kernels = KernelSets.choose().set();
    List<String> notes = new ArrayList<>();
    ChoiceByEffect byEffect =
        new ChoiceByEffect(
            graph, inputQuantization, settings.techniques(), kernels, workers, progress, notes);
    Choice choice =
        choose(graph, statistics, inputQuantization, inputs, settings, workers, progress, byEffect);
    BiFunction<Set<String>, WeightFit, Attempt> quantize =
        (wide, fit) -> {
          Map<String, TensorQuantization> plan =
              QuantizationPlanner.plan(
                  graph, statistics, inputQuantization, choice.options.withWide(wide));
          SequentialQuantizer.Result answered =
              new SequentialQuantizer(
                      graph,
                      statistics,
                      new MeasuredMoments(graph, workers),
                      fit,
                      settings.techniques(),
                      kernels,
                      workers)
                  .run(plan, inputs::get, tuned, progress);
          return new Attempt(
              plan,
              answered,
              TuningFidelity.of(
                  i -> statistics.logits()[i], answered.outputs(), plan.get(folded.outputName())));
        };
    Attempt attempt = quantize.apply(Set.of(), WeightFit.NONE);
    if (settings.precision() == Precision.MIXED) {
      WeightFit fit =
          settings.sumFit()
              ? FloatSums.collect(graph, inputs::get, tuned, workers, progress)
              : WeightFit.NONE;
      List<SensitivityScan.Sample> samples =
          choice.heldOut.isEmpty()
              ? List.of(
                  new SensitivityScan.Sample(
                      attempt.plan(),
                      inputs::get,
                      Math.min(SCAN_INPUTS, tuned),
                      i -> statistics.logits()[i]))
              : choice.heldOut;
      attempt =
          new MixedPrecision(graph, workers, progress, notes)
              .widen(attempt, settings.minSqnrDb(), wide -> quantize.apply(wide, fit), samples);
    }
    SequentialQuantizer.Result result = attempt.result();
    TuningFidelity fidelity = attempt.fidelity();
    Schedule schedule =
        ScheduleAssembly.assemble(
            folded,
            preprocessing,
            labels,
            inputQuantization,
            result,
            settings.lowMemory(),
            ProvenanceRecorder.record(model, preprocessing, settings, inputs.count(), notes)
                .json());
    return new Quantization(
        schedule,
        inputs.count(),
        inputs.skipped(),
        fidelity.sqnrDb(),
        fidelity.agreement(),
        ScheduleAssembly.floatBytes(folded),
        notes);
  }

  /** How to plan, and for mixed precision what was held out from inputs to plan with. */
  private record Choice(PlanOptions options, List<SensitivityScan.Sample> heldOut) {}

  private static Choice choose(
      StepGraph graph,
      ActivationStatistics statistics,
      TensorQuantization input,
      CalibrationInputs inputs,
      QuantizerSettings settings,
      Workers workers,
      Progress progress,
      ChoiceByEffect choice) {
    PlanOptions asked =
        new PlanOptions(settings.ranges(), settings.channelScales(), settings.balance(), Set.of());
    boolean byEffect = settings.techniques().byEffect();
    boolean mixed = settings.precision() == Precision.MIXED;
    if (!byEffect && !mixed) {
      return new Choice(asked, List.of());
    }
    List<Fold> folds =
        Fold.split(graph, inputs::get, inputs.count(), statistics.logits(), workers, progress);
    PlanOptions options = byEffect ? choice.choose(asked, folds) : asked;
    if (!mixed) {
      return new Choice(options, List.of());
    }
    return new Choice(
        options,
        folds.stream()
            .map(
                fold ->
                    fold.sample(QuantizationPlanner.plan(graph, fold.statistics(), input, options)))
            .toList());
  }
}

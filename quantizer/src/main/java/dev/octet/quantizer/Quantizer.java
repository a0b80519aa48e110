package dev.octet.quantizer;

import dev.octet.calibration.Progress;
import dev.octet.calibration.TensorSource;
import dev.octet.calibration.input.Inputs;
import dev.octet.calibration.input.ReadableInputs;
import dev.octet.calibration.input.SkippedInput;
import dev.octet.calibration.input.SourceCache;
import dev.octet.model.FloatModel;
import dev.octet.quantizer.choice.ChoiceByEffect;
import dev.octet.quantizer.choice.Fold;
import dev.octet.quantizer.mixed.MixedPrecision;
import dev.octet.quantizer.pass.FoldBatchNorm;
import dev.octet.quantizer.range.ActivationStatistics;
import dev.octet.quantizer.range.FreeBits;
import dev.octet.quantizer.range.InputQuantization;
import dev.octet.quantizer.range.PlanOptions;
import dev.octet.quantizer.range.QuantizationPlanner;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.sensitivity.Answered;
import dev.octet.quantizer.sensitivity.SensitivityScan;
import dev.octet.quantizer.simulate.Run;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.quantizer.tuning.Attempt;
import dev.octet.quantizer.tuning.FloatSums;
import dev.octet.quantizer.tuning.MeasuredMoments;
import dev.octet.quantizer.tuning.SequentialQuantizer;
import dev.octet.quantizer.tuning.TuningFidelity;
import dev.octet.quantizer.tuning.WeightFit;
import dev.octet.runtime.schedule.Preprocessing;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a float model and calibration inputs into a schedule, in five stages: {@link #fold}, {@link
 * #measure}, {@link #choose}, {@link #quantize(Measured, PlanOptions, WeightFit)} and, for mixed
 * precision, {@link #widen}.
 */
public final class Quantizer {
  /** Inputs of the sensitivity scan where none were held out. */
  private static final int SCAN_INPUTS = 32;

  private final FloatModel model;
  private final Optional<Preprocessing> preprocessing;
  private final QuantizerSettings settings;
  private final Run run;

  private Quantizer(
      FloatModel model,
      Optional<Preprocessing> preprocessing,
      QuantizerSettings settings,
      Run run) {
    this.model = model;
    this.preprocessing = preprocessing;
    this.settings = settings;
    this.run = run;
  }

  /**
   * Quantizes a model.
   *
   * @param model the float model
   * @param source where calibration inputs come from
   * @param samples which of them to use, in this order
   * @param preprocessing what photos go through (its table is not read), or empty for ready tensors
   * @param labels class names, or an empty array
   * @param settings how to quantize
   * @param progress receives what is done
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
    Run run = Run.of(settings.threads(), progress);
    try (SourceCache cache = SourceCache.of(source)) {
      ReadableInputs read =
          ReadableInputs.of(cache.source(), samples, run.parallel(), run.progress());
      return new Quantizer(model, preprocessing, settings, run).quantize(read, labels);
    }
  }

  private Quantization quantize(ReadableInputs read, String[] labels) {
    StepGraph graph = fold();
    Measured measured = measure(graph, read.inputs());
    Choice choice = choose(measured);
    Attempt narrow = quantize(measured, choice.options, fit(measured, choice.fitted));
    Attempt result = widen(measured, choice, narrow);
    return finished(measured, result, labels, read.skipped());
  }

  /** Puts batch normalizations into weights and joins nodes to steps, which round once each. */
  private StepGraph fold() {
    return StepGraph.of(new FoldBatchNorm().apply(model.graph()));
  }

  /**
   * What was measured in float.
   *
   * @param statistics of every tensor on all inputs
   * @param input quantization of the network's input
   * @param inputs all that can be read
   * @param tuned those that weights are tuned on
   */
  private record Measured(
      StepGraph graph,
      ActivationStatistics statistics,
      TensorQuantization input,
      Inputs inputs,
      Inputs tuned) {}

  /** Runs the float network on all inputs: bounds, histograms, means and answers. */
  private Measured measure(StepGraph graph, Inputs inputs) {
    Inputs tuned = inputs.first(settings.tuningImages());
    ActivationStatistics statistics =
        ActivationStatistics.collect(graph, inputs, tuned.count(), run);
    TensorQuantization input =
        preprocessing
            .map(photos -> InputQuantization.ofPhotos(graph, photos))
            .orElseGet(
                () ->
                    InputQuantization.ofTensors(
                        graph, statistics.histograms().get(graph.graph().inputName()), inputs));
    return new Measured(graph, statistics, input, inputs, tuned);
  }

  /**
   * What was chosen.
   *
   * @param options how to plan
   * @param fitted whether weights are fitted to float sums before anything has 16 bits
   * @param heldOut for mixed precision what was held out from inputs to plan with
   */
  private record Choice(
      PlanOptions options, boolean fitted, List<SensitivityScan.Sample> heldOut) {}

  /** Decides how ranges are found and scales balanced, by the effect on inputs held out. */
  private Choice choose(Measured measured) {
    PlanOptions asked = roomy(measured, settings.plan());
    boolean byEffect = settings.techniques().byEffect();
    boolean mixed = settings.precision() == Precision.MIXED;
    if (!byEffect && !mixed) {
      return new Choice(asked, false, List.of());
    }
    List<Fold> folds =
        Fold.split(
            measured.graph, new Answered(measured.inputs, measured.statistics.logits()), run);
    ChoiceByEffect choice =
        new ChoiceByEffect(measured.graph, measured.input, settings.techniques(), run);
    PlanOptions options = byEffect ? choice.choose(asked, folds) : asked;
    boolean fits = byEffect && settings.sumFit() && settings.precision() == Precision.INT8;
    return new Choice(
        options,
        fits && choice.fitsSums(options, folds),
        mixed
            ? folds.stream()
                .map(fold -> fold.sample(plan(measured, fold.statistics(), options)))
                .toList()
            : List.of());
  }

  /** Gives tensors the bits that are free. */
  private PlanOptions roomy(Measured measured, PlanOptions options) {
    return settings.precision() == Precision.STRICT8
        ? options
        : options.withRoomy(
            FreeBits.of(measured.graph, plan(measured, measured.statistics, options)));
  }

  /** Quantizes step after step, each tuned on what those before it really produce. */
  private Attempt quantize(Measured measured, PlanOptions options, WeightFit fit) {
    Map<String, TensorQuantization> plan = plan(measured, measured.statistics, options);
    SequentialQuantizer.Result result =
        new SequentialQuantizer(
                measured.graph,
                measured.statistics,
                new MeasuredMoments(measured.graph, run.parallel()),
                fit,
                settings.techniques(),
                run)
            .quantize(plan, measured.tuned);
    return new Attempt(
        plan,
        result,
        TuningFidelity.of(
            measured.graph.graph(), measured.statistics.logits(), result.outputs(), plan));
  }

  private WeightFit fit(Measured measured, boolean fitted) {
    return fitted ? FloatSums.collect(measured.graph, measured.tuned, run) : WeightFit.NONE;
  }

  /** Gives 16 bits to the most sensitive tensors, if mixed precision is asked for. */
  private Attempt widen(Measured measured, Choice choice, Attempt narrow) {
    if (settings.precision() != Precision.MIXED) {
      return narrow;
    }
    WeightFit fit = fit(measured, settings.sumFit());
    List<SensitivityScan.Sample> samples =
        choice.heldOut.isEmpty()
            ? List.of(
                new SensitivityScan.Sample(
                    narrow.plan(),
                    new Answered(measured.tuned.first(SCAN_INPUTS), measured.statistics.logits())))
            : choice.heldOut;
    return new MixedPrecision(measured.graph, run)
        .widen(
            narrow,
            settings.minSqnrDb(),
            wide -> quantize(measured, choice.options.withWide(wide), fit),
            samples);
  }

  private static Map<String, TensorQuantization> plan(
      Measured measured, ActivationStatistics statistics, PlanOptions options) {
    return QuantizationPlanner.plan(measured.graph, statistics, measured.input, options);
  }

  private Quantization finished(
      Measured measured, Attempt attempt, String[] labels, List<SkippedInput> skipped) {
    List<String> notes = run.notes();
    int images = measured.inputs.count();
    return new Quantization(
        ScheduleAssembly.assemble(
            measured.graph.graph(),
            preprocessing,
            labels,
            measured.input,
            attempt.result(),
            settings.lowMemory(),
            ProvenanceRecorder.record(model, preprocessing, settings, images, notes).json()),
        images,
        skipped.stream().map(SkippedInput::text).toList(),
        attempt.fidelity().sqnrDb(),
        attempt.fidelity().agreement(),
        ScheduleAssembly.floatBytes(measured.graph.graph()),
        notes);
  }
}

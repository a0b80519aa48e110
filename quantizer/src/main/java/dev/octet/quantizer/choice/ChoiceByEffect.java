package dev.octet.quantizer.choice;

import dev.octet.quantizer.range.ActivationStatistics;
import dev.octet.quantizer.range.AnswerValues;
import dev.octet.quantizer.range.PlanOptions;
import dev.octet.quantizer.range.QuantizationPlanner;
import dev.octet.quantizer.range.RangeMethod;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.sensitivity.Answered;
import dev.octet.quantizer.sensitivity.InputNoise;
import dev.octet.quantizer.sensitivity.LogitNoise;
import dev.octet.quantizer.simulate.Run;
import dev.octet.quantizer.step.Step;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.quantizer.tuning.FloatSums;
import dev.octet.quantizer.tuning.MeasuredMoments;
import dev.octet.quantizer.tuning.SequentialQuantizer;
import dev.octet.quantizer.tuning.Techniques;
import dev.octet.quantizer.tuning.WeightFit;
import dev.octet.runtime.schedule.ElementType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Chooses how ranges are found and whether scales are balanced, by what that does to the logits of
 * calibration inputs that ranges and weights were not fitted to (docs/arithmetic.md, equation 23).
 * Every input is held out once, because clipping shows on few of them. One choice holds for all
 * tensors: a choice for each follows the accidents of the inputs that are held out, and did worse
 * on new ones. Everything is fitted again to all inputs afterwards.
 *
 * @param graph the steps
 * @param input quantization of the network's input
 * @param techniques what may be chosen
 * @param run notes what was found and chosen
 */
public record ChoiceByEffect(
    StepGraph graph, TensorQuantization input, Techniques techniques, Run run) {
  /**
   * The options to plan with.
   *
   * @param start what to do where nothing else is better
   * @param folds the calibration inputs, each held out once; none if there are too few
   */
  public PlanOptions choose(PlanOptions start, List<Fold> folds) {
    if (folds.isEmpty()) {
      run.note("too few inputs to hold some out: ranges by mean square, scales balanced");
      return start;
    }
    PlanOptions ranges = start.withMethod(method(start, folds));
    return ranges.withBalance(balance(ranges, folds.get(0)));
  }

  private RangeMethod method(PlanOptions start, List<Fold> folds) {
    LogitNoise measure = new LogitNoise(graph.graph(), run);
    RangeMethod[] methods = RangeMethod.values();
    InputNoise[] noise = new InputNoise[methods.length];
    Arrays.fill(noise, InputNoise.NONE);
    int compared = folds.stream().mapToInt(Fold::compared).sum();
    run.progress().start("comparing ranges", (long) methods.length * compared);
    for (Fold fold : folds) {
      List<Map<String, TensorQuantization>> cases =
          Arrays.stream(methods)
              .map(method -> roundable(plan(start.withMethod(method), fold.statistics())))
              .toList();
      List<InputNoise> measured = measure.measure(cases, fold.sample(Map.of()).answered());
      for (int m = 0; m < methods.length; m++) {
        noise[m] = noise[m].and(measured.get(m));
      }
    }
    RangeMethod best = start.method();
    for (RangeMethod method : methods) {
      boolean clearly = noise[method.ordinal()].isClearlyBelow(noise[start.method().ordinal()]);
      if (clearly && noise[method.ordinal()].relative() < noise[best.ordinal()].relative()) {
        best = method;
      }
    }
    run.note(
        "ranges by %s: 8-bit activations alone leave %s on %d inputs, each held out once",
        name(best),
        Arrays.stream(methods)
            .map(m -> figures(noise[m.ordinal()]) + " by " + name(m))
            .collect(Collectors.joining(", ")),
        compared);
    return best;
  }

  private static String figures(InputNoise noise) {
    return String.format(
        Locale.ROOT, "%.2f dB (single inputs %.2f)", noise.decibels(), noise.meanDecibels());
  }

  private static String name(RangeMethod method) {
    return method.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private Map<String, TensorQuantization> plan(
      PlanOptions options, ActivationStatistics statistics) {
    return QuantizationPlanner.plan(graph, statistics, input, options);
  }

  /** The int8 tensors that a step computes itself. */
  private Map<String, TensorQuantization> roundable(Map<String, TensorQuantization> plan) {
    Map<String, TensorQuantization> tensors = new HashMap<>();
    for (Step step : graph.steps()) {
      TensorQuantization quantization = plan.get(step.output());
      if (!(step instanceof Step.Inheriting) && quantization.type() == ElementType.INT8) {
        tensors.put(step.output(), quantization);
      }
    }
    return tensors;
  }

  private boolean balance(PlanOptions options, Fold fold) {
    if (!options.balance() || !options.channelScales()) {
      return options.balance();
    }
    Answered draws = fold.draws(graph, input, run);
    InputNoise with = heldOut(WeightFit.NONE, options.withBalance(true), fold, draws);
    InputNoise without = heldOut(WeightFit.NONE, options.withBalance(false), fold, draws);
    boolean on = !without.isClearlyBelow(with);
    run.note(
        "scale balance %s: %s with it, %s without on %d held-out inputs, %d times each",
        on ? "on" : "off",
        figures(with),
        figures(without),
        fold.heldOut().count(),
        draws.count() / fold.heldOut().count());
    return on;
  }

  /**
   * Whether weights that are fitted to the float network's sums leave less noise.
   *
   * @param options how tensors are planned
   * @param folds as those of {@link #choose}
   */
  public boolean fitsSums(PlanOptions options, List<Fold> folds) {
    if (folds.isEmpty()) {
      return false;
    }
    Fold fold = folds.get(0);
    Answered draws = fold.draws(graph, input, run);
    InputNoise with = heldOut(FloatSums.collect(graph, fold.tuned(), run), options, fold, draws);
    InputNoise without = heldOut(WeightFit.NONE, options, fold, draws);
    boolean on = with.isBelow(without);
    run.note(
        "weights %s to float sums: %s fitted, %s as they are on %d held-out inputs",
        on ? "fitted" : "not fitted", figures(with), figures(without), fold.heldOut().count());
    return on;
  }

  private InputNoise heldOut(WeightFit fit, PlanOptions options, Fold fold, Answered draws) {
    SequentialQuantizer quantizer =
        new SequentialQuantizer(
            graph,
            fold.statistics(),
            new MeasuredMoments(graph, run.parallel()),
            fit,
            techniques,
            run);
    Map<String, TensorQuantization> plan = plan(options, fold.statistics());
    SequentialQuantizer.Result result = quantizer.quantize(plan, fold.tuned());
    short[][] answers = quantizer.answers(result, plan, draws.inputs());
    return InputNoise.worst(
        graph.graph(), draws.logits(), AnswerValues.of(graph.graph(), answers, plan));
  }
}

package dev.octet.quantizer;

import dev.octet.calibration.Progress;
import dev.octet.quantizer.range.ActivationStatistics;
import dev.octet.quantizer.range.PlanOptions;
import dev.octet.quantizer.range.QuantizationPlanner;
import dev.octet.quantizer.range.RangeMethod;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.sensitivity.InputNoise;
import dev.octet.quantizer.sensitivity.LogitNoise;
import dev.octet.quantizer.simulate.Workers;
import dev.octet.quantizer.step.Step;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.schedule.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Chooses how ranges are found and whether scales are balanced, by what that does to the logits of
 * calibration inputs that ranges and weights were not fitted to (docs/arithmetic.md, equation 31).
 * Every input is held out once, because clipping shows on few of them. One choice holds for all
 * tensors: a choice for each follows the accidents of the inputs that are held out, and did worse
 * on new ones. Everything is fitted again to all inputs afterwards.
 */
final class ChoiceByEffect {
  /** With fewer inputs than this a quarter of them says too little. */
  private static final int LEAST_INPUTS = 16;

  private static final int MOST_INPUTS = 192;

  /** Multiplications for one look at all inputs; large networks are judged on fewer. */
  private static final double WORK = 10e9;

  /**
   * At least so many, if there are, are split: with fewer, quiet channels look worse than they are.
   */
  private static final int ENOUGH_INPUTS = 100;

  /** At least so many of them, if there are, are looked at to compare ranges. */
  private static final int ENOUGH_COMPARED = 32;

  private static final int FOLDS = 4;
  private static final int TUNED = 32;

  private final StepGraph graph;
  private final TensorQuantization input;
  private final QuantizerSettings settings;
  private final KernelSet kernels;
  private final Workers workers;
  private final Progress progress;
  private final List<String> notes;

  /**
   * A choice.
   *
   * @param input quantization of the network's input
   * @param notes receives what was found and chosen
   */
  ChoiceByEffect(
      StepGraph graph,
      TensorQuantization input,
      QuantizerSettings settings,
      KernelSet kernels,
      Workers workers,
      Progress progress,
      List<String> notes) {
    this.graph = graph;
    this.input = input;
    this.settings = settings;
    this.kernels = kernels;
    this.workers = workers;
    this.progress = progress;
    this.notes = notes;
  }

  /**
   * The options to plan with.
   *
   * @param start what to do where nothing else is better
   * @param inputs the calibration inputs
   * @param count number of them
   * @param logits the float network's answers to them
   */
  PlanOptions choose(PlanOptions start, IntFunction<float[]> inputs, int count, float[][] logits) {
    if (count < LEAST_INPUTS) {
      notes.add(
          count + " inputs are too few to hold some out: ranges by mean square, scales balanced");
      return start;
    }
    int affordable = (int) Math.min(WORK / Math.max(multiplications(), 1), MOST_INPUTS);
    List<Fold> folds = new ArrayList<>();
    for (int f = 0; f < FOLDS; f++) {
      folds.add(fold(f, affordable, inputs, count, logits));
    }
    PlanOptions ranges = start.withMethod(method(start, folds));
    return ranges.withBalance(balance(ranges, folds.get(0)));
  }

  /** Some inputs to fit to, and the others, of which ranges are compared on some. */
  private record Fold(
      ActivationStatistics statistics,
      IntFunction<float[]> fitted,
      int tuned,
      IntFunction<float[]> heldOut,
      int heldOutCount,
      IntFunction<float[]> logits,
      int compared) {
    /** Of the inputs that ranges are compared on, evenly spread over those held out. */
    int heldOutIndex(int index) {
      return (int) ((long) index * heldOutCount / compared);
    }
  }

  /**
   * Inputs may be sorted by class: every fourth one is held out, of some that are evenly spread.
   *
   * @param affordable inputs that there is time to look at
   */
  private Fold fold(
      int number, int affordable, IntFunction<float[]> inputs, int count, float[][] logits) {
    int used = Math.min(count, Math.max(affordable, ENOUGH_INPUTS));
    int[] spread = IntStream.range(0, used).map(i -> (int) ((long) i * count / used)).toArray();
    int[] heldOut =
        IntStream.range(0, used).filter(i -> i % FOLDS == number).map(i -> spread[i]).toArray();
    int[] fitted =
        IntStream.range(0, used).filter(i -> i % FOLDS != number).map(i -> spread[i]).toArray();
    int tuned = Math.min(TUNED, fitted.length);
    IntFunction<float[]> fittedInputs = i -> inputs.apply(fitted[i]);
    return new Fold(
        ActivationStatistics.collect(graph, fittedInputs, fitted.length, tuned, workers, progress),
        fittedInputs,
        tuned,
        i -> inputs.apply(heldOut[i]),
        heldOut.length,
        i -> logits[heldOut[i]],
        Math.min(heldOut.length, Math.max(affordable, ENOUGH_COMPARED) / FOLDS));
  }

  private double multiplications() {
    double sum = 0;
    for (Step step : graph.steps()) {
      if (step instanceof Step.Conv conv) {
        sum += (double) conv.conv().weights().length * graph.shape(conv.preActivation()).pixels();
      }
    }
    return sum;
  }

  private RangeMethod method(PlanOptions start, List<Fold> folds) {
    LogitNoise measure = new LogitNoise(graph.graph(), workers);
    RangeMethod[] methods = RangeMethod.values();
    InputNoise[] noise = new InputNoise[methods.length];
    Arrays.fill(noise, InputNoise.NONE);
    int compared = folds.stream().mapToInt(Fold::compared).sum();
    progress.start("comparing ranges", (long) methods.length * compared);
    for (Fold fold : folds) {
      List<Map<String, TensorQuantization>> cases =
          Arrays.stream(methods)
              .map(method -> roundable(plan(start.withMethod(method), fold.statistics())))
              .toList();
      List<InputNoise> measured =
          measure.measure(
              cases,
              i -> fold.heldOut().apply(fold.heldOutIndex(i)),
              fold.compared(),
              i -> fold.logits().apply(fold.heldOutIndex(i)),
              progress);
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
    notes.add(
        String.format(
            Locale.ROOT,
            "ranges by %s: 8-bit activations alone leave %s on %d inputs, each held out once",
            name(best),
            Arrays.stream(methods)
                .map(m -> figures(noise[m.ordinal()]) + " by " + name(m))
                .collect(Collectors.joining(", ")),
            compared));
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
    SequentialQuantizer quantizer =
        new SequentialQuantizer(
            graph,
            fold.statistics(),
            new MeasuredMoments(graph, workers),
            WeightFit.NONE,
            settings,
            kernels,
            workers);
    InputNoise with = heldOut(quantizer, options.withBalance(true), fold);
    InputNoise without = heldOut(quantizer, options.withBalance(false), fold);
    boolean on = !without.isClearlyBelow(with);
    notes.add(
        String.format(
            Locale.ROOT,
            "scale balance %s: %s with it, %s without on %d held-out inputs",
            on ? "on" : "off",
            figures(with),
            figures(without),
            fold.heldOutCount()));
    return on;
  }

  private InputNoise heldOut(SequentialQuantizer quantizer, PlanOptions options, Fold fold) {
    Map<String, TensorQuantization> plan = plan(options, fold.statistics());
    SequentialQuantizer.Result result = quantizer.run(plan, fold.fitted(), fold.tuned(), progress);
    short[][] answers = quantizer.answers(result, plan, fold.heldOut(), fold.heldOutCount());
    return InputNoise.of(fold.logits(), answers, plan.get(graph.graph().outputName()));
  }
}

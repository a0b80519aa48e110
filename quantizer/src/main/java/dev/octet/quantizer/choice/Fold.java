package dev.octet.quantizer.choice;

import dev.octet.calibration.input.Inputs;
import dev.octet.quantizer.range.ActivationStatistics;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.sensitivity.Answered;
import dev.octet.quantizer.sensitivity.SensitivityScan;
import dev.octet.quantizer.simulate.Run;
import dev.octet.quantizer.step.Step;
import dev.octet.quantizer.step.StepGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Some calibration inputs to fit to, and others that are held out, because clipping shows on few
 * inputs and not on those that ranges were fitted to (docs/arithmetic.md, equation 23).
 *
 * @param statistics of the inputs to fit to
 * @param tuned those of them that weights are tuned on
 * @param heldOut the others
 * @param compared how many of these there is time to look at for one tensor or one way to find
 *     ranges
 */
public record Fold(ActivationStatistics statistics, Inputs tuned, Answered heldOut, int compared) {
  /** With fewer inputs than this a quarter of them says too little. */
  private static final int LEAST_INPUTS = 16;

  private static final int MOST_INPUTS = 192;

  /** Multiplications for one look at all inputs; large networks are judged on fewer. */
  private static final double WORK = 10e9;

  /**
   * At least this many, if there are, are split: with fewer, quiet channels look worse than they
   * are.
   */
  private static final int ENOUGH_INPUTS = 100;

  /** At least this many of them, if there are, are looked at. */
  private static final int ENOUGH_COMPARED = 32;

  /** Held-out inputs in all draws, to judge the whole integer network. */
  private static final int MOST_DRAWN = 400;

  private static final int LEAST_DRAWS = 2;

  private static final int FOLDS = 4;
  private static final int TUNED = 32;

  /** Splits inputs so that each is held out once; none if they are too few. */
  public static List<Fold> split(StepGraph graph, Answered all, Run run) {
    int count = all.count();
    if (count < LEAST_INPUTS) {
      return List.of();
    }
    int affordable = affordable(graph, MOST_INPUTS);
    int used = Math.min(count, Math.max(affordable, ENOUGH_INPUTS));
    int looks = Math.max(affordable, ENOUGH_COMPARED) / FOLDS;
    List<Fold> folds = new ArrayList<>();
    for (int f = 0; f < FOLDS; f++) {
      // Inputs may be sorted by class: every fourth is held out, of some that are evenly spread.
      int number = f;
      Answered heldOut = all.subset(spread(used, count, i -> i % FOLDS == number));
      Inputs fitted = all.inputs().subset(spread(used, count, i -> i % FOLDS != number));
      Inputs tuned = fitted.first(TUNED);
      folds.add(
          new Fold(
              ActivationStatistics.collect(graph, fitted, tuned.count(), run),
              tuned,
              heldOut,
              Math.min(heldOut.count(), looks)));
    }
    return folds;
  }

  /** Of {@code used} evenly spread indices below {@code count} those at the wanted positions. */
  private static int[] spread(int used, int count, IntPredicate wanted) {
    return IntStream.range(0, used)
        .filter(wanted)
        .map(i -> (int) ((long) i * count / used))
        .toArray();
  }

  /**
   * The held-out inputs, each so often that there are about as many as there is time for, at least
   * twice.
   *
   * @param input quantization of the network's input
   */
  Answered draws(StepGraph graph, TensorQuantization input, Run run) {
    int draws = Math.max(LEAST_DRAWS, affordable(graph, MOST_DRAWN) / heldOut.count());
    return RoundingDraws.of(graph, heldOut.inputs(), draws, input, run);
  }

  /** How many inputs there is time to look at. */
  private static int affordable(StepGraph graph, int most) {
    return (int) Math.min(WORK / Math.max(multiplications(graph), 1), most);
  }

  private static double multiplications(StepGraph graph) {
    double sum = 0;
    for (Step step : graph.steps()) {
      if (step instanceof Step.Conv conv) {
        sum += (double) conv.conv().weights().length * graph.shape(conv.preActivation()).pixels();
      }
    }
    return sum;
  }

  /**
   * The held-out inputs to look at, evenly spread over all of them; does not hold on to the
   * statistics.
   *
   * @param plan quantization of the tensors, fitted to the others
   */
  public SensitivityScan.Sample sample(Map<String, TensorQuantization> plan) {
    return new SensitivityScan.Sample(
        plan, heldOut.subset(spread(compared, heldOut.count(), i -> true)));
  }
}

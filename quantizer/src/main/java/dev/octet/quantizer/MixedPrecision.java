package dev.octet.quantizer;

import dev.octet.calibration.Progress;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.sensitivity.SensitivityScan;
import dev.octet.quantizer.sensitivity.SensitivityScan.Sensitivity;
import dev.octet.quantizer.simulate.Workers;
import dev.octet.quantizer.step.Step;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.runtime.schedule.ElementType;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Gives 16 bits to the tensors whose 8 bits cost most, until the logits of 19 in 20 inputs are as
 * close to float as asked for (docs/arithmetic.md, equation 32; after arXiv 2302.05397): a mean
 * over all inputs would be that of the sure answers, whose logits are large, and answers change
 * where logits are small. Tensors are ranked once, by what quantizing each alone does to the
 * logits; then as many as their noise says are needed are widened at a time, and the whole network
 * is quantized again.
 */
final class MixedPrecision {
  /** A tensor that gains less is not worth its bytes. */
  private static final double LEAST_GAIN_DB = 0.1;

  private final StepGraph graph;
  private final Workers workers;
  private final Progress progress;
  private final List<String> notes;

  /**
   * A search.
   *
   * @param notes receives what was decided
   */
  MixedPrecision(StepGraph graph, Workers workers, Progress progress, List<String> notes) {
    this.graph = graph;
    this.workers = workers;
    this.progress = progress;
    this.notes = notes;
  }

  /**
   * Widens tensors of an int8 quantization.
   *
   * @param start with 8 bits between steps
   * @param minSqnrDb the fidelity asked for of 19 in 20 inputs
   * @param quantize quantizes with the given tensors at 16 bits
   * @param samples inputs that tensors are ranked on, best such that ranges were not fitted to:
   *     clipping does not show on others
   * @return the last attempt that was not worse than the one before
   */
  Attempt widen(
      Attempt start,
      double minSqnrDb,
      Function<Set<String>, Attempt> quantize,
      List<SensitivityScan.Sample> samples) {
    if (start.fidelity().lowSqnrDb() >= minSqnrDb) {
      return start;
    }
    List<Sensitivity> ranked =
        new SensitivityScan(graph.graph(), workers, progress)
            .scan(candidates(start.plan()), samples);
    Attempt best = start;
    Set<String> wide = new HashSet<>();
    int next = 0;
    while (next < ranked.size() && best.fidelity().lowSqnrDb() < minSqnrDb) {
      double noise = Math.max(best.fidelity().relativeNoise(), sum(ranked, next));
      double missing = minSqnrDb - best.fidelity().lowSqnrDb();
      double goal = noise * StrictMath.pow(10, -missing / 10);
      int first = next;
      while (next < ranked.size()
          && gainDb(noise, ranked.get(next).noise()) >= LEAST_GAIN_DB
          && (next == first || noise > goal)) {
        noise = Math.max(noise - ranked.get(next).noise(), 0);
        wide.add(ranked.get(next++).tensor());
      }
      if (next == first) {
        break;
      }
      Attempt wider = quantize.apply(wide);
      // What it gains on other inputs only, because nothing was clipped on these, is a gain, too.
      if (wider.fidelity().sqnrDb() < best.fidelity().sqnrDb() - LEAST_GAIN_DB) {
        break;
      }
      for (Sensitivity tensor : ranked.subList(first, next)) {
        notes.add(
            String.format(
                Locale.ROOT, "16 bits for %s (alone %.1f dB)", tensor.tensor(), tensor.sqnrDb()));
      }
      notes.add(
          String.format(
              Locale.ROOT,
              "%d tensors with 16 bits: %.2f dB after %.2f dB (19 in 20 inputs: %.2f dB after %.2f"
                  + " dB)",
              next,
              wider.fidelity().sqnrDb(),
              best.fidelity().sqnrDb(),
              wider.fidelity().lowSqnrDb(),
              best.fidelity().lowSqnrDb()));
      best = wider;
    }
    if (best.fidelity().lowSqnrDb() < minSqnrDb) {
      notes.add(
          String.format(
              Locale.ROOT,
              "19 in 20 inputs have %.2f dB, less than the %.2f dB aimed at: 16 bits for a further"
                  + " tensor gain under %.1f dB",
              best.fidelity().lowSqnrDb(),
              minSqnrDb,
              LEAST_GAIN_DB));
    }
    return best;
  }

  /** The noise that the tensors from {@code first} on leave together. */
  private static double sum(List<Sensitivity> ranked, int first) {
    return ranked.stream().skip(first).mapToDouble(Sensitivity::noise).sum();
  }

  private static double gainDb(double noise, double removed) {
    return removed >= noise
        ? Double.POSITIVE_INFINITY
        : 10 * StrictMath.log10(noise / (noise - removed));
  }

  /** The int8 tensors that a step computes itself; those that only pass elements on follow them. */
  private List<String> candidates(Map<String, TensorQuantization> plan) {
    return graph.steps().stream()
        .filter(step -> !(step instanceof Step.Inheriting))
        .map(Step::output)
        .filter(tensor -> plan.get(tensor).type() == ElementType.INT8)
        .toList();
  }
}

package dev.octet.quantizer.mixed;

import dev.octet.quantizer.sensitivity.SensitivityScan.Sensitivity;
import dev.octet.quantizer.simulate.Run;
import dev.octet.quantizer.tuning.Attempt;
import dev.octet.quantizer.tuning.TuningFidelity;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * Gives 16 bits to ranked tensors, as many at a time as their noise says are needed, and quantizes
 * the whole network again, until the fidelity asked for is reached (docs/arithmetic.md, equation
 * 28). On few inputs a round that widens little may come out worse by luck: such a round is not
 * kept, and the next one goes further.
 *
 * @param minSqnrDb the fidelity asked for of 19 in 20 inputs
 * @param quantize quantizes with the given tensors at 16 bits
 * @param run notes what was decided
 */
record GreedyWidening(double minSqnrDb, Function<Set<String>, Attempt> quantize, Run run) {
  /** A tensor that gains less is not worth its bytes. */
  private static final double LEAST_GAIN_DB = 0.1;

  /** How much more is aimed at after a round that was not kept; each time twice as much. */
  private static final double FURTHER_DB = 1;

  /**
   * Widens as many of the ranked tensors as it takes.
   *
   * @param start with 8 bits in all of them
   * @param ranked the most sensitive first
   * @return the last attempt that was kept
   */
  Attempt widen(Attempt start, List<Sensitivity> ranked) {
    Attempt best = start;
    Set<String> wide = new HashSet<>();
    int kept = 0;
    int next = 0;
    double furtherDb = 0;
    while (best.fidelity().lowSqnrDb() < minSqnrDb) {
      int first = next;
      next = needed(ranked, first, best.fidelity(), minSqnrDb + furtherDb);
      if (next == first) {
        run.note(
            "19 in 20 inputs have %.2f dB, less than the %.2f dB aimed at: %s",
            best.fidelity().lowSqnrDb(), minSqnrDb, reason(kept, next, ranked.size()));
        break;
      }
      ranked.subList(first, next).forEach(tensor -> wide.add(tensor.tensor()));
      Attempt wider = quantize.apply(Set.copyOf(wide));
      if (isKept(wider.fidelity(), best.fidelity())) {
        note(ranked, kept, next, wider.fidelity(), best.fidelity());
        best = wider;
        kept = next;
      } else {
        furtherDb = furtherDb == 0 ? FURTHER_DB : 2 * furtherDb;
      }
    }
    return best;
  }

  /** What is gained on other inputs only, because nothing was clipped on these, is a gain, too. */
  private boolean isKept(TuningFidelity wider, TuningFidelity best) {
    return wider.lowSqnrDb() >= minSqnrDb || wider.sqnrDb() >= best.sqnrDb() - LEAST_GAIN_DB;
  }

  private static String reason(int kept, int tried, int tensors) {
    if (kept < tried) {
      return "16 bits for further tensors gained nothing";
    }
    return tried == tensors
        ? "no tensor between steps is left with 8 bits"
        : String.format(
            Locale.ROOT, "16 bits for a further tensor gain under %.1f dB", LEAST_GAIN_DB);
  }

  private void note(
      List<Sensitivity> ranked, int first, int next, TuningFidelity wider, TuningFidelity before) {
    for (Sensitivity tensor : ranked.subList(first, next)) {
      run.note("16 bits for %s (alone %.1f dB)", tensor.tensor(), tensor.sqnrDb());
    }
    run.note(
        "%d tensors with 16 bits: %.2f dB after %.2f dB (19 in 20 inputs: %.2f dB after %.2f"
            + " dB)",
        next, wider.sqnrDb(), before.sqnrDb(), wider.lowSqnrDb(), before.lowSqnrDb());
  }

  /**
   * Up to which of the ranked tensors to widen: as many as their noise says are needed, of those
   * that gain enough.
   *
   * @param first the first that has 8 bits
   */
  private static int needed(
      List<Sensitivity> ranked, int first, TuningFidelity reached, double wantedDb) {
    double noise = Math.max(reached.relativeNoise(), sum(ranked, first));
    double goal = noise * StrictMath.pow(10, -(wantedDb - reached.lowSqnrDb()) / 10);
    int next = first;
    while (next < ranked.size()
        && gainDb(noise, ranked.get(next).noise()) >= LEAST_GAIN_DB
        && (next == first || noise > goal)) {
      noise = Math.max(noise - ranked.get(next++).noise(), 0);
    }
    return next;
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
}

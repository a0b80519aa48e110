package dev.octet.report.budget;

import dev.octet.quantizer.Precision;
import dev.octet.quantizer.QuantizerSettings;
import dev.octet.quantizer.range.RangeMethod;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What can be tried when a model misses its budget, the cheapest first: other choices at 8 bits
 * cost nothing on the board, more samples cost time here, 16-bit tensors cost memory and speed
 * there.
 */
final class Remedies {
  /** How many times more samples. */
  private static final int MORE_SAMPLES = 4;

  /** Weights are tuned on at most this many inputs, whose activations are in memory. */
  private static final int MOST_TUNED = 256;

  /** Fidelity asked of mixed precision, above the best so far, dB. */
  private static final double SMALL_STEP = 3;

  private static final double LARGE_STEP = 8;

  /** More than mixed precision ever reaches. */
  private static final double UNREACHABLE_DB = 120;

  private Remedies() {}

  /** One thing to try. */
  @FunctionalInterface
  interface Remedy {
    /**
     * What to do, with a name; empty if it would do nothing new.
     *
     * @param best the best trial so far
     * @param trail all trials so far
     * @param available number of calibration inputs there are
     */
    Optional<Named> after(BudgetTrial best, List<BudgetTrial> trail, int available);
  }

  /** A setup with its name. */
  record Named(String name, Setup setup) {}

  /** All remedies, in order. */
  static List<Remedy> ladder() {
    return List.of(
        ranges(RangeMethod.MEAN_SQUARE, "mean-square ranges"),
        ranges(RangeMethod.PERCENTILE, "percentile ranges"),
        ranges(RangeMethod.MIN_MAX, "min-max ranges"),
        Remedies::withoutBalance,
        Remedies::moreSamples,
        mixed(SMALL_STEP),
        mixed(SMALL_STEP),
        mixed(LARGE_STEP),
        mixed(UNREACHABLE_DB));
  }

  private static Remedy ranges(RangeMethod method, String name) {
    return (best, trail, available) -> {
      QuantizerSettings now = best.setup().settings();
      return now.ranges() == method && !now.techniques().byEffect()
          ? Optional.empty()
          : techniques(name, best, method, now.balance());
    };
  }

  private static Optional<Named> withoutBalance(
      BudgetTrial best, List<BudgetTrial> trail, int available) {
    QuantizerSettings now = best.setup().settings();
    return now.balance()
        ? techniques("no equalization", best, now.ranges(), false)
        : Optional.empty();
  }

  private static Optional<Named> techniques(
      String name, BudgetTrial best, RangeMethod ranges, boolean balance) {
    QuantizerSettings now = best.setup().settings();
    return Optional.of(
        new Named(
            name,
            new Setup(
                now.withTechniques(now.techniques().fixed(ranges, balance)),
                best.setup().samples())));
  }

  private static Optional<Named> moreSamples(
      BudgetTrial best, List<BudgetTrial> trail, int available) {
    int samples = (int) Math.min((long) best.setup().samples() * MORE_SAMPLES, available);
    if (samples <= best.setup().samples()) {
      return Optional.empty();
    }
    QuantizerSettings now = best.setup().settings();
    int tuned = Math.max(Math.min(samples, MOST_TUNED), now.tuningImages());
    return Optional.of(
        new Named(samples + " samples", new Setup(now.withTuningImages(tuned), samples)));
  }

  /** Mixed precision, unless an earlier one has already gone as far as it goes. */
  private static Remedy mixed(double step) {
    return (best, trail, available) -> {
      double reached = Double.NEGATIVE_INFINITY;
      BudgetTrial last = null;
      for (BudgetTrial trial : trail) {
        reached = Math.max(reached, trial.tuningSqnrDb());
        QuantizerSettings settings = trial.setup().settings();
        if (settings.precision() == Precision.MIXED) {
          boolean unreached = trial.tuningSqnrDb() < settings.minSqnrDb();
          if (unreached || (last != null && last.cost().equals(trial.cost()))) {
            return Optional.empty();
          }
          last = trial;
        }
      }
      double target = step == UNREACHABLE_DB ? step : Math.ceil(10 * (reached + step)) / 10;
      String name =
          step == UNREACHABLE_DB
              ? "mixed precision as far as it goes"
              : String.format(Locale.ROOT, "mixed precision to %.1f dB", target);
      return Optional.of(
          new Named(
              name,
              new Setup(
                  best.setup().settings().withPrecision(Precision.MIXED, target),
                  best.setup().samples())));
    };
  }
}

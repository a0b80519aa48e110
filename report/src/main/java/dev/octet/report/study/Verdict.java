package dev.octet.report.study;

import dev.octet.report.budget.AccuracyBudget;
import dev.octet.report.compare.Comparison;
import dev.octet.report.statistics.Fidelity;
import dev.octet.report.statistics.PairedDifference;
import java.util.List;
import java.util.Locale;

/**
 * Is the int8 model good enough, in one sentence.
 *
 * @param level how good
 * @param sentence for people
 */
public record Verdict(Level level, String sentence) {
  /** From good to bad. */
  public enum Level {
    /** As good as the float model, or within the budget. */
    GOOD,
    /** Look closer. */
    UNSURE,
    /** Loses accuracy, or misses the budget. */
    BAD
  }

  /** A drop that nobody minds, in points. */
  private static final double SMALL_DROP = 1;

  private static final double GOOD_AGREEMENT = 99;
  private static final double FAIR_AGREEMENT = 95;

  /** Judges by the budget or, where there is none, by the confidence interval. */
  public static Verdict of(Fidelity fidelity, AccuracyBudget budget) {
    if (budget.isSet()) {
      List<String> misses = budget.misses(fidelity);
      return misses.isEmpty()
          ? new Verdict(Level.GOOD, "The int8 model keeps the budget: " + figures(fidelity) + ".")
          : new Verdict(
              Level.BAD, "The int8 model misses the budget: " + String.join("; ", misses) + ".");
    }
    return fidelity
        .top1Difference()
        .map(difference -> labelled(fidelity, difference))
        .orElseGet(() -> unlabelled(fidelity));
  }

  /** Of a network with a single output all answers are the same class: only its values count. */
  public static Verdict ofOneOutput(Fidelity fidelity) {
    return new Verdict(
        Level.UNSURE,
        String.format(
            Locale.ROOT,
            "The network has one output, so that answers cannot differ: judge by the logits SQNR of"
                + " %.1f dB on %,d inputs.",
            fidelity.sqnrDb(),
            fidelity.images()));
  }

  /** Of a network whose outputs are no classes: only their values count. */
  public static Verdict ofOutputs(Comparison comparison) {
    return new Verdict(
        Level.UNSURE,
        String.format(
            Locale.ROOT,
            "The network gives no classes: judge by its outputs' SQNR, which is %.1f dB for the"
                + " worst of them, '%s', on %,d inputs.",
            comparison.sqnrDb(),
            comparison.worst().output().name(),
            comparison.fidelity().images()));
  }

  private static Verdict labelled(Fidelity fidelity, PairedDifference difference) {
    double low = 100 * difference.low();
    double high = 100 * difference.high();
    if (low >= -SMALL_DROP && 100 * fidelity.agreement().value() < FAIR_AGREEMENT) {
      return new Verdict(
          Level.UNSURE, "No accuracy is lost, but many answers change: " + figures(fidelity) + ".");
    }
    if (low >= -SMALL_DROP) {
      return new Verdict(
          Level.GOOD,
          "The int8 model is as accurate as the float model: " + figures(fidelity) + ".");
    }
    if (high < 0) {
      return new Verdict(Level.BAD, "The int8 model loses accuracy: " + figures(fidelity) + ".");
    }
    String seen = difference.value() < 0 ? "a loss is possible but not proved" : "no loss is seen";
    return new Verdict(
        Level.UNSURE,
        String.format(
            Locale.ROOT,
            "On %,d inputs %s: %s; with 95 %% confidence it is at most %.2f points.",
            fidelity.labelled(),
            seen,
            figures(fidelity),
            -low));
  }

  private static Verdict unlabelled(Fidelity fidelity) {
    double agreement = 100 * fidelity.agreement().value();
    Level level =
        agreement >= GOOD_AGREEMENT
            ? Level.GOOD
            : agreement >= FAIR_AGREEMENT ? Level.UNSURE : Level.BAD;
    String how =
        level == Level.GOOD
            ? "The int8 model answers as the float model does"
            : level == Level.UNSURE
                ? "The int8 model mostly answers as the float model does"
                : "The int8 model often answers differently from the float model";
    return new Verdict(level, how + ": " + figures(fidelity) + "; which is right is not known.");
  }

  private static String figures(Fidelity fidelity) {
    String agreement =
        String.format(
            Locale.ROOT,
            "the same answer on %.2f %% of %,d inputs",
            100 * fidelity.agreement().value(),
            fidelity.images());
    return fidelity
            .top1Difference()
            .map(
                difference ->
                    String.format(
                        Locale.ROOT,
                        "top-1 %.2f %% against %.2f %% (%+.2f points, 95 %% interval %+.2f to"
                            + " %+.2f), ",
                        100 * fidelity.int8Top1().orElseThrow().value(),
                        100 * fidelity.floatTop1().orElseThrow().value(),
                        100 * difference.value() + 0.0,
                        100 * difference.low() + 0.0,
                        100 * difference.high() + 0.0))
            .orElse("")
        + agreement;
  }
}

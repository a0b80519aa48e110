package dev.octet.report.budget;

import dev.octet.calibration.TensorSource;
import dev.octet.report.statistics.Fidelity;
import dev.octet.report.statistics.PairedDifference;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How far an int8 model may be from its float model; a limit that is not set is always kept.
 *
 * @param maxDrop how much lower its top-1 may be on the same labelled inputs, percentage points, 0
 *     to 100
 * @param minAgreement on how many inputs at least both name the same class, percent, 0 to 100
 */
public record AccuracyBudget(OptionalDouble maxDrop, OptionalDouble minAgreement) {
  /** The option that limits the drop. */
  public static final String MAX_DROP = "--max-drop";

  /** The option that limits the disagreement. */
  public static final String MIN_AGREEMENT = "--min-agreement";

  /** Keeps rounding of 100 * k / n from deciding. */
  private static final double TINY = 1e-9;

  /**
   * Checks the limits.
   *
   * @throws OctetException (USAGE) if one is not between 0 and 100
   */
  public AccuracyBudget {
    check(maxDrop, MAX_DROP, "give percentage points from 0 to 100");
    check(minAgreement, MIN_AGREEMENT, "give percent from 0 to 100");
  }

  private static void check(OptionalDouble limit, String option, String remedy) {
    if (limit.isPresent() && !(limit.getAsDouble() >= 0 && limit.getAsDouble() <= 100)) {
      throw new OctetException(
          Failure.USAGE, "not a limit", option + " " + limit.getAsDouble(), remedy);
    }
  }

  /** No limit. */
  public static AccuracyBudget none() {
    return new AccuracyBudget(OptionalDouble.empty(), OptionalDouble.empty());
  }

  /** Whether there is any limit. */
  public boolean isSet() {
    return maxDrop.isPresent() || minAgreement.isPresent();
  }

  /** Top-1 of the float model minus that of the int8 model, points; needs labels. */
  public static double drop(PairedDifference difference) {
    return 0 - 100 * difference.value();
  }

  /**
   * Whether all limits are kept.
   *
   * @throws OctetException as {@link #misses} does
   */
  public boolean isMet(Fidelity fidelity) {
    return misses(fidelity).isEmpty();
  }

  /** By how many points the limits are exceeded, together; 0 when all are kept. */
  public double shortfall(Fidelity fidelity) {
    double sum = 0;
    if (maxDrop.isPresent()) {
      sum += Math.max(drop(requireLabels(fidelity)) - maxDrop.getAsDouble(), 0);
    }
    if (minAgreement.isPresent()) {
      sum += Math.max(minAgreement.getAsDouble() - 100 * fidelity.agreement().value(), 0);
    }
    return sum;
  }

  /**
   * Checks early that a network has answers to limit.
   *
   * @param classes how many outputs it has
   * @throws OctetException (USAGE) if there is a limit and all answers are the same class
   */
  public void checkAnswers(int classes) {
    if (isSet() && classes < 2) {
      throw new OctetException(
          Failure.USAGE,
          classes == 0
              ? "the network's outputs are no classes"
              : "the network has one output, so that answers cannot differ",
          maxDrop.isPresent() ? MAX_DROP : MIN_AGREEMENT,
          "leave it out and judge by the logits SQNR");
    }
  }

  /**
   * Checks early that the limits can be measured on some data.
   *
   * @throws OctetException (USAGE) if a drop is limited and no input is labelled
   */
  public void check(TensorSource data) {
    if (maxDrop.isPresent()
        && IntStream.range(0, data.size())
            .allMatch(i -> data.label(i) == TensorSource.UNLABELLED)) {
      throw noLabels();
    }
  }

  /**
   * The limits that are not kept, each with what was measured and by how much it is missed, such as
   * {@code top-1 drops by 1.20 points (0.40 to 2.00), 0.70 more than the 0.50 allowed}.
   *
   * @throws OctetException (USAGE) if a drop is limited and no input is labelled
   */
  public List<String> misses(Fidelity fidelity) {
    List<String> misses = new ArrayList<>();
    if (maxDrop.isPresent()) {
      PairedDifference difference = requireLabels(fidelity);
      double excess = drop(difference) - maxDrop.getAsDouble();
      if (excess > TINY) {
        misses.add(
            String.format(
                Locale.ROOT,
                "top-1 drops by %.2f points (95 %% interval %.2f to %.2f), %.2f more than the %.2f"
                    + " allowed",
                drop(difference),
                -100 * difference.high(),
                -100 * difference.low(),
                excess,
                maxDrop.getAsDouble()));
      }
    }
    if (minAgreement.isPresent()) {
      double agreement = 100 * fidelity.agreement().value();
      double lack = minAgreement.getAsDouble() - agreement;
      if (lack > TINY) {
        misses.add(
            String.format(
                Locale.ROOT,
                "agreement is %.2f %%, %.2f less than the %.2f asked for",
                agreement,
                lack,
                minAgreement.getAsDouble()));
      }
    }
    return misses;
  }

  /**
   * Whether each limit that is missed lies inside of the 95 % interval of what was measured, so
   * that other inputs might have kept it.
   *
   * @throws OctetException (USAGE) if a drop is limited and no input is labelled
   */
  public boolean isWithinIntervals(Fidelity fidelity) {
    boolean drop =
        maxDrop.isEmpty() || -100 * requireLabels(fidelity).high() <= maxDrop.getAsDouble() + TINY;
    boolean agreement =
        minAgreement.isEmpty()
            || 100 * fidelity.agreement().high() >= minAgreement.getAsDouble() - TINY;
    return drop && agreement;
  }

  private static PairedDifference requireLabels(Fidelity fidelity) {
    return fidelity.top1Difference().orElseThrow(AccuracyBudget::noLabels);
  }

  private static OctetException noLabels() {
    return new OctetException(
        Failure.USAGE,
        "no input has a label, so a drop of top-1 cannot be measured",
        MAX_DROP,
        "give --labels or sub-folders named by class, or use " + MIN_AGREEMENT);
  }
}

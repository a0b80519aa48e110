package dev.octet.cli.option;

import dev.octet.report.budget.AccuracyBudget;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** How far an int8 model may be from its float model. */
public final class LimitOptions {
  @Option(
      names = AccuracyBudget.MAX_DROP,
      paramLabel = "PP",
      description =
          "Accuracy budget: how many points top-1 may drop below the float model's on labelled"
              + " inputs. If it is missed, the exit code is 5.")
  private Double maxDrop;

  @Option(
      names = AccuracyBudget.MIN_AGREEMENT,
      paramLabel = "PERCENT",
      description =
          "Accuracy budget: the share of inputs that must have the float model's top-1, labelled or"
              + " not. If it is missed, the exit code is 5.")
  private Double minAgreement;

  /** Whether a drop is limited. */
  boolean limitsDrop() {
    return maxDrop != null;
  }

  /**
   * The limits.
   *
   * @throws dev.octet.runtime.OctetException (USAGE) if one is not between 0 and 100
   */
  public AccuracyBudget budget() {
    return new AccuracyBudget(optional(maxDrop), optional(minAgreement));
  }

  private static OptionalDouble optional(Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}

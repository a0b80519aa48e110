package dev.octet.cli.option;

import dev.octet.report.budget.AccuracyBudget;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** How close to float a quantized model has to come. */
public final class BudgetOptions {
  @Option(
      names = "--max-drop",
      paramLabel = "PP",
      description =
          "Accuracy budget: how many points top-1 may drop on the labelled images of --eval."
              + " Remedies are tried until it is kept; if none keeps it, the best model is written"
              + " and the exit code is 5.")
  private Double maxDrop;

  @Option(
      names = "--min-agreement",
      paramLabel = "PERCENT",
      description =
          "The same without labels: the share of inputs that must have the float model's top-1,"
              + " on --eval or on calibration images held out for it.")
  private Double minAgreement;

  @Option(
      names = "--eval",
      paramLabel = "SRC",
      description = "The data the budget is measured on, other than the calibration's.")
  private Path eval;

  /**
   * The budget; limits that do not fit the other options are refused.
   *
   * @param dataFree whether there is no calibration data
   */
  public AccuracyBudget budget(boolean dataFree) {
    AccuracyBudget budget = new AccuracyBudget(optional(maxDrop), optional(minAgreement));
    if (maxDrop != null && eval == null) {
      throw usage(
          "a drop of top-1 is measured on labelled images that were not used to calibrate",
          "--max-drop",
          "give them with --eval SRC, or use --min-agreement");
    }
    if (eval != null && !budget.isSet()) {
      throw usage(
          "there is no budget to evaluate",
          "--eval",
          "give --max-drop or --min-agreement, too, or measure with octet compare");
    }
    if (dataFree && budget.isSet()) {
      throw usage(
          "the remedies for a missed budget need calibration images",
          "--data-free",
          "give --calibration SRC, or measure the result with octet compare");
    }
    return budget;
  }

  /** The evaluation data, if any. */
  public Optional<Path> eval() {
    return Optional.ofNullable(eval);
  }

  private static OptionalDouble optional(Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static OctetException usage(String what, String where, String remedy) {
    return new OctetException(Failure.USAGE, what, where, remedy);
  }
}

package dev.octet.cli.option;

import dev.octet.report.budget.AccuracyBudget;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How close to float a quantized model has to come. */
public final class BudgetOptions {
  @Mixin private LimitOptions limits;

  @Option(
      names = "--eval",
      paramLabel = "SRC",
      description =
          "The data the budget is measured on, other than the calibration's; without it,"
              + " --min-agreement is measured on calibration images that are held out.")
  private Path eval;

  /**
   * The budget; limits that do not fit the other options are refused.
   *
   * @param dataFree whether there is no calibration data
   */
  public AccuracyBudget budget(boolean dataFree) {
    AccuracyBudget budget = limits.budget();
    if (limits.limitsDrop() && eval == null) {
      throw usage(
          "a drop of top-1 is measured on labelled images that were not used to calibrate",
          AccuracyBudget.MAX_DROP,
          "give them with --eval SRC, or use " + AccuracyBudget.MIN_AGREEMENT);
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

  private static OctetException usage(String what, String where, String remedy) {
    return new OctetException(Failure.USAGE, what, where, remedy);
  }
}

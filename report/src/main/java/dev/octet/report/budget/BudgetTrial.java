package dev.octet.report.budget;

import dev.octet.report.statistics.Fidelity;

/**
 * One remedy that was tried.
 *
 * @param remedy its name
 * @param setup what was done
 * @param fidelity on the evaluation data
 * @param tuningSqnrDb SQNR of the logits on the calibration inputs, dB
 * @param cost of the model that came out
 * @param seconds for quantizing and measuring
 * @param shortfall points by which the budget is missed, 0 if it is kept
 */
public record BudgetTrial(
    String remedy,
    Setup setup,
    Fidelity fidelity,
    double tuningSqnrDb,
    ModelCost cost,
    double seconds,
    double shortfall) {
  /** Whether the budget is kept. */
  public boolean met() {
    return shortfall == 0;
  }

  /** Nearer to the budget or, where that is equal, nearer to the float model's logits. */
  public boolean isBetterThan(BudgetTrial other) {
    return shortfall != other.shortfall
        ? shortfall < other.shortfall
        : fidelity.sqnrDb() > other.fidelity.sqnrDb();
  }
}

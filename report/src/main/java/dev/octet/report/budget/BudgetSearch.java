package dev.octet.report.budget;

import dev.octet.calibration.Progress;
import dev.octet.quantizer.Quantization;
import dev.octet.report.budget.Remedies.Named;
import dev.octet.report.budget.Remedies.Remedy;
import dev.octet.report.compare.Evaluation;
import dev.octet.report.statistics.Fidelity;
import dev.octet.runtime.KernelSets;
import dev.octet.runtime.OctetModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tries one remedy after another, the cheapest first, until a model keeps its budget. Each builds
 * on the best one before it.
 *
 * @param budget what must be kept
 * @param evaluation what it is measured on
 * @param quantizer quantizes; the same setup gives the same model
 * @param listener is told of every trial
 * @param progress is told how far a trial has come
 */
public record BudgetSearch(
    AccuracyBudget budget,
    Evaluation evaluation,
    Function<Setup, Quantization> quantizer,
    Listener listener,
    Progress progress) {
  /** Notified of every trial, and of the best one before it. */
  @FunctionalInterface
  public interface Listener {
    /** Hears of a trial. */
    void tried(BudgetTrial trial, Optional<BudgetTrial> bestBefore);
  }

  /**
   * What was found.
   *
   * @param trail all trials, in order
   * @param best the trial that the model comes from
   * @param quantization the best model
   */
  public record Outcome(List<BudgetTrial> trail, BudgetTrial best, Quantization quantization) {
    /** Copies the list. */
    public Outcome {
      trail = List.copyOf(trail);
    }
  }

  /**
   * Searches.
   *
   * @param first what was asked for, tried first
   * @param available number of calibration inputs there are
   */
  public Outcome run(Setup first, int available) {
    Climb climb = new Climb();
    climb.attempt(new Named("as asked", first));
    for (Remedy remedy : Remedies.ladder()) {
      if (climb.best.met()) {
        break;
      }
      climb.follow(remedy, available);
    }
    return new Outcome(climb.trail, climb.best, climb.bestModel);
  }

  /** What has been tried so far. */
  private final class Climb {
    private final List<BudgetTrial> trail = new ArrayList<>();
    private BudgetTrial best;
    private Quantization bestModel;

    void follow(Remedy remedy, int available) {
      remedy.after(best, trail, available).filter(this::isNew).ifPresent(this::attempt);
    }

    private boolean isNew(Named candidate) {
      return trail.stream().noneMatch(trial -> trial.setup().equals(candidate.setup()));
    }

    void attempt(Named candidate) {
      long begin = System.nanoTime();
      Quantization quantization = quantizer.apply(candidate.setup());
      OctetModel model = OctetModel.of(quantization.schedule(), KernelSets.choose());
      Fidelity fidelity = evaluation.measure(model, progress);
      BudgetTrial trial =
          new BudgetTrial(
              candidate.name(),
              candidate.setup(),
              fidelity,
              quantization.tuningSqnrDb(),
              ModelCost.of(quantization.schedule()),
              (System.nanoTime() - begin) / 1e9,
              budget.isMet(fidelity) ? 0 : budget.shortfall(fidelity));
      trail.add(trial);
      listener.tried(trial, Optional.ofNullable(best));
      if (best == null || trial.isBetterThan(best)) {
        best = trial;
        bestModel = quantization;
      }
    }
  }
}

package dev.octet.cli.quantize;

import dev.octet.calibration.Sampler;
import dev.octet.calibration.TensorSource;
import dev.octet.calibration.input.SourceCache;
import dev.octet.cli.console.Console;
import dev.octet.model.FloatModel;
import dev.octet.quantizer.QuantizerSettings;
import dev.octet.report.budget.AccuracyBudget;
import dev.octet.report.budget.BudgetSearch;
import dev.octet.report.budget.BudgetTrial;
import dev.octet.report.budget.Setup;
import dev.octet.report.compare.Evaluation;
import dev.octet.report.statistics.Fidelity;
import dev.octet.report.statistics.Proportion;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.schedule.Preprocessing;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code quantize} with an accuracy budget: one remedy after another.
 *
 * @param model the float network
 * @param budget what must be kept
 * @param console for notes on the way
 */
record BudgetRun(FloatModel model, AccuracyBudget budget, Console console) {
  /** Calibration images that are held out where there is no other data, at most. */
  private static final int MOST_HELD_OUT = 1000;

  private static final int LEAST_IMAGES = 8;

  /**
   * What a budget is measured on.
   *
   * @param calibration what remains for calibration
   * @param evaluation what the budget is measured on
   */
  record Data(TensorSource calibration, TensorSource evaluation) {
    /** Holds some calibration images out: those that are not needed, or a quarter. */
    static Data heldOut(TensorSource source, int samples, long seed, Console console) {
      if (source.size() < LEAST_IMAGES) {
        throw new OctetException(
            Failure.USAGE,
            source.size() + " calibration images are too few to hold some out",
            AccuracyBudget.MIN_AGREEMENT,
            "give more images, or others with --eval SRC");
      }
      int count = Math.min(Math.max(source.size() - samples, source.size() / 4), MOST_HELD_OUT);
      console.note(
          "budget: measured on " + count + " of the calibration images, held out (or give --eval)");
      return new Data(Sampler.rest(source, count, seed), Sampler.draw(source, count, seed));
    }
  }

  /**
   * Quantizes until the budget is kept, and writes the best model.
   *
   * @param samples calibration inputs to begin with
   */
  Quantizing.Result run(
      Data data,
      int samples,
      Optional<Preprocessing> preprocessing,
      String[] labels,
      QuantizerSettings settings,
      Path output) {
    long begin = System.nanoTime();
    budget.check(data.evaluation);
    try (SourceCache cache = SourceCache.of(data.calibration)) {
      TensorSource calibration = cache.source();
      TensorSource first = Sampler.draw(calibration, samples, settings.seed());
      Optional<Proportion> floatTop1 = FloatCheck.run(model, first, settings.threads(), console);
      Evaluation evaluation =
          new Evaluation(
              model.graph(),
              SourceCache.inMemory(data.evaluation),
              settings.threads(),
              console.progress());
      evaluation.skipped().forEach(reason -> console.note("skipped " + reason));
      BudgetSearch.Outcome outcome =
          new BudgetSearch(
                  budget,
                  evaluation,
                  setup ->
                      Quantizing.quantize(
                          model,
                          Sampler.draw(calibration, setup.samples(), setup.settings().seed()),
                          preprocessing,
                          labels,
                          setup.settings(),
                          console),
                  (trial, before) -> console.note("budget: " + BudgetText.line(trial, before)),
                  console.progress())
              .run(new Setup(settings, first.size()), calibration.size());
      Quantizing.finish(outcome.quantization(), calibration, output, console);
      return new Quantizing.Result(
          outcome.quantization(),
          floatTop1,
          Optional.of(outcome),
          (System.nanoTime() - begin) / 1e9);
    }
  }

  /**
   * Fails if the budget was missed.
   *
   * @throws OctetException (BUDGET) saying by how much, what was tried and what to do
   */
  void require(BudgetSearch.Outcome outcome, Path output) {
    BudgetTrial best = outcome.best();
    if (best.met()) {
      return;
    }
    List<String> names =
        outcome.trail().stream().map(BudgetTrial::remedy).collect(Collectors.toList());
    throw new OctetException(
        Failure.BUDGET,
        "the budget is missed: "
            + String.join(", and ", budget.misses(best.fidelity()))
            + ", after "
            + names.size()
            + " tries ("
            + String.join(", ", names)
            + "); this is the best model, '"
            + best.remedy()
            + "'",
        output.toString(),
        advice(best.fidelity()));
  }

  private String advice(Fidelity fidelity) {
    return budget.isWithinIntervals(fidelity)
        ? "the budget lies inside the 95 % interval: measure on more images, or allow more"
        : "see where it is lost with octet compare --report, give calibration images that are more"
            + " like the real ones, or allow more";
  }
}

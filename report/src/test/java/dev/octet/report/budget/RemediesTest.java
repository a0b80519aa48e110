package dev.octet.report.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.quantizer.Precision;
import dev.octet.quantizer.QuantizerSettings;
import dev.octet.report.statistics.Fidelity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order of remedies, and what each makes of the best model so far. */
class RemediesTest {
  private static final Setup FIRST = new Setup(QuantizerSettings.defaults(), 100);

  private static BudgetTrial trial(Setup setup, double sqnrDb, double shortfall) {
    Fidelity fidelity = new Fidelity();
    fidelity.add(new float[] {1, 0}, new float[] {1, (float) Math.pow(10, -sqnrDb / 20)});
    return new BudgetTrial(
        "try",
        setup,
        fidelity,
        sqnrDb,
        new ModelCost(1, 1, 1, Math.round(sqnrDb), 0),
        1,
        shortfall);
  }

  /** Names of all remedies when nothing helps; mixed precision reaches what is asked for. */
  private static List<String> names(Setup first, int available) {
    BudgetTrial best = trial(first, 30, 1);
    List<BudgetTrial> trail = new ArrayList<>(List.of(best));
    List<String> names = new ArrayList<>();
    for (Remedies.Remedy remedy : Remedies.ladder()) {
      remedy
          .after(best, trail, available)
          .ifPresent(
              named -> {
                names.add(named.name());
                QuantizerSettings settings = named.setup().settings();
                boolean mixed = settings.precision() == Precision.MIXED;
                trail.add(trial(named.setup(), mixed ? settings.minSqnrDb() : 29, 2));
              });
    }
    return names;
  }

  @Test
  void theCheapestComeFirst() {
    assertEquals(
        List.of(
            "mean-square ranges",
            "percentile ranges",
            "min-max ranges",
            "no equalization",
            "400 samples",
            "mixed precision to 33.0 dB",
            "mixed precision to 36.0 dB",
            "mixed precision to 44.0 dB",
            "mixed precision as far as it goes"),
        names(FIRST, 1000));
  }

  @Test
  void samplesThatDoNotExistAreNotDrawn() {
    assertTrue(names(FIRST, 150).contains("150 samples"));
    assertFalse(names(FIRST, 100).toString().contains("samples"));
  }

  @Test
  void mixedPrecisionThatWentAsFarAsItGoesIsNotTriedAgain() {
    Setup mixed = new Setup(FIRST.settings().withPrecision(Precision.MIXED, 40), 100);
    assertEquals(
        List.of("mean-square ranges", "percentile ranges", "min-max ranges", "no equalization"),
        names(mixed, 100));
  }

  @Test
  void theBudgetDecidesThenTheLogits() {
    BudgetTrial near = trial(FIRST, 20, 0.5);
    assertTrue(near.isBetterThan(trial(FIRST, 40, 0.6)));
    assertTrue(trial(FIRST, 21, 0.5).isBetterThan(near));
    assertFalse(near.isBetterThan(near));
    assertFalse(near.met());
    assertTrue(trial(FIRST, 10, 0).met());
  }
}

package dev.octet.report.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.report.statistics.Fidelity;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccuracyBudgetTest {
  private static final float[] FIRST = {1, 0};
  private static final float[] SECOND = {0, 1};

  /** Inputs of class 0 the float network gets right, and the int8 network but for some. */
  private static Fidelity fidelity(int images, int wrong, int label) {
    Fidelity fidelity = new Fidelity();
    for (int i = 0; i < images; i++) {
      fidelity.add(FIRST, i < wrong ? SECOND : FIRST, label);
    }
    return fidelity;
  }

  private static AccuracyBudget maxDrop(double points) {
    return new AccuracyBudget(OptionalDouble.of(points), OptionalDouble.empty());
  }

  private static AccuracyBudget minAgreement(double percent) {
    return new AccuracyBudget(OptionalDouble.empty(), OptionalDouble.of(percent));
  }

  @Test
  void exactlyTheLimitIsKept() {
    assertTrue(maxDrop(0.3).isMet(fidelity(1000, 3, 0)));
    assertFalse(maxDrop(0.3).isMet(fidelity(1000, 4, 0)));
    assertTrue(minAgreement(99.7).isMet(fidelity(1000, 3, 0)));
    assertFalse(minAgreement(99.7).isMet(fidelity(1000, 4, 0)));
  }

  @Test
  void aMissSaysByHowMuch() {
    String drop = maxDrop(0.5).misses(fidelity(1000, 12, 0)).get(0);
    assertTrue(drop.startsWith("top-1 drops by 1.20 points (95 % interval "), drop);
    assertTrue(drop.endsWith(", 0.70 more than the 0.50 allowed"), drop);
    String agreement = minAgreement(99).misses(fidelity(1000, 12, -1)).get(0);
    assertEquals("agreement is 98.80 %, 0.20 less than the 99.00 asked for", agreement);
  }

  @Test
  void bothLimitsCount() {
    AccuracyBudget budget = new AccuracyBudget(OptionalDouble.of(0), OptionalDouble.of(100));
    assertEquals(2, budget.misses(fidelity(10, 1, 0)).size());
    assertTrue(budget.isMet(fidelity(10, 0, 0)));
  }

  @Test
  void whetherOtherInputsMightHaveKeptIt() {
    assertTrue(maxDrop(0.5).isWithinIntervals(fidelity(1000, 6, 0)));
    assertFalse(maxDrop(0.5).isWithinIntervals(fidelity(1000, 60, 0)));
    assertTrue(minAgreement(99.5).isWithinIntervals(fidelity(1000, 6, -1)));
    assertFalse(minAgreement(99.5).isWithinIntervals(fidelity(1000, 60, -1)));
    AccuracyBudget onlyAgreementIsFarOff =
        new AccuracyBudget(OptionalDouble.of(10), OptionalDouble.of(99.5));
    assertFalse(onlyAgreementIsFarOff.isWithinIntervals(fidelity(1000, 60, 0)));
  }

  @Test
  void noLimitIsAlwaysKept() {
    assertFalse(AccuracyBudget.none().isSet());
    assertEquals(List.of(), AccuracyBudget.none().misses(fidelity(10, 10, -1)));
  }

  @Test
  void aDropNeedsLabels() {
    OctetException e =
        assertThrows(OctetException.class, () -> maxDrop(1).isMet(fidelity(10, 0, -1)));
    assertEquals(Failure.USAGE, e.failure());
    assertEquals("--max-drop", e.where());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 100.1, Double.NaN, Double.POSITIVE_INFINITY})
  void aLimitIsAShare(double limit) {
    assertThrows(OctetException.class, () -> maxDrop(limit));
    assertThrows(OctetException.class, () -> minAgreement(limit));
  }
}

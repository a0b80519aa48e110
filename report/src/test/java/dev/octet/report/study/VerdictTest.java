package dev.octet.report.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.report.budget.AccuracyBudget;
import dev.octet.report.statistics.Fidelity;
import dev.octet.report.study.Verdict.Level;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final float[] RIGHT = {1, 0};
  private static final float[] WRONG = {0, 1};

  private static Fidelity of(int images, int lost, int won, int label) {
    Fidelity fidelity = new Fidelity();
    for (int i = 0; i < images; i++) {
      float[] reference = i >= lost && i < lost + won ? WRONG : RIGHT;
      fidelity.add(reference, i < lost ? WRONG : RIGHT, label);
    }
    return fidelity;
  }

  private static Verdict verdict(Fidelity fidelity) {
    return Verdict.of(fidelity, AccuracyBudget.none());
  }

  @Test
  void manyInputsWithoutALossAreGood() {
    Verdict verdict = verdict(of(1000, 3, 2, 0));
    assertEquals(Level.GOOD, verdict.level());
    assertTrue(
        verdict.sentence().contains("top-1 99.70 % against 99.80 % (-0.10 points"),
        verdict.sentence());
  }

  @Test
  void fewInputsProveNothing() {
    Verdict verdict = verdict(of(40, 1, 1, 0));
    assertEquals(Level.UNSURE, verdict.level());
    assertTrue(verdict.sentence().contains("On 40 inputs no loss is seen"), verdict.sentence());
  }

  @Test
  void equalAccuracyOfOtherAnswersIsNotGood() {
    Verdict verdict = verdict(of(100_000, 5000, 5000, 0));
    assertEquals(Level.UNSURE, verdict.level());
    assertTrue(verdict.sentence().startsWith("No accuracy is lost, but"), verdict.sentence());
  }

  @Test
  void aClearLossIsBad() {
    assertEquals(Level.BAD, verdict(of(1000, 60, 2, 0)).level());
  }

  @Test
  void withoutLabelsAgreementDecides() {
    assertEquals(Level.GOOD, verdict(of(1000, 5, 0, -1)).level());
    assertEquals(Level.UNSURE, verdict(of(1000, 30, 0, -1)).level());
    assertEquals(Level.BAD, verdict(of(1000, 300, 0, -1)).level());
  }

  @Test
  void oneOutputIsJudgedByItsValues() {
    Fidelity fidelity = new Fidelity();
    fidelity.add(new float[] {10}, new float[] {9});
    Verdict verdict = Verdict.ofOneOutput(fidelity);
    assertEquals(Level.UNSURE, verdict.level());
    assertTrue(verdict.sentence().contains("SQNR of 20.0 dB on 1 inputs"), verdict.sentence());
  }

  @Test
  void aBudgetDecidesWhereThereIsOne() {
    AccuracyBudget budget = new AccuracyBudget(OptionalDouble.of(7), OptionalDouble.empty());
    assertEquals(Level.GOOD, Verdict.of(of(1000, 60, 2, 0), budget).level());
    assertEquals(Level.BAD, Verdict.of(of(1000, 80, 2, 0), budget).level());
  }
}

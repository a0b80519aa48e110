package dev.octet.report.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FidelityTest {
  @Test
  void measuresWhatWasWorkedOutByHand() {
    Fidelity fidelity = new Fidelity();
    fidelity.add(new float[] {3, 4, 0}, new float[] {3, 3, 0}, 1);
    fidelity.add(new float[] {0, 0, 5}, new float[] {0, 1, 5}, 2);
    fidelity.add(new float[] {1, 0, 0}, new float[] {1, 0, 0});
    assertEquals(3, fidelity.images());
    assertEquals(2, fidelity.labelled());
    // Signal 25 + 25 + 1, noise 1 + 1.
    assertEquals(10 * Math.log10(51.0 / 2), fidelity.sqnrDb(), 1e-12);
    // Products 21 + 25 + 1, energy 18 + 26 + 1.
    assertEquals(47 / Math.sqrt(51.0 * 45.0), fidelity.cosine(), 1e-12);
    // The first input's int8 logits tie: the first of the largest wins, so they disagree.
    assertEquals(2, fidelity.agreement().successes());
    assertEquals(2, fidelity.floatTop1().orElseThrow().successes());
    assertEquals(1, fidelity.int8Top1().orElseThrow().successes());
    assertEquals(-0.5, fidelity.top1Difference().orElseThrow().value());
    double expected = (divergence(3, 4, 0, 3, 3, 0) + divergence(0, 0, 5, 0, 1, 5)) / 3;
    assertEquals(expected, fidelity.kl(), 1e-9);
  }

  private static double divergence(double... z) {
    double sum = 0;
    double ps = Math.exp(z[0]) + Math.exp(z[1]) + Math.exp(z[2]);
    double qs = Math.exp(z[3]) + Math.exp(z[4]) + Math.exp(z[5]);
    for (int i = 0; i < 3; i++) {
      double p = Math.exp(z[i]) / ps;
      sum += p * Math.log(p / (Math.exp(z[i + 3]) / qs));
    }
    return sum;
  }

  @Test
  void equalLogitsAreInfinitelyClose() {
    Fidelity fidelity = new Fidelity();
    fidelity.add(new float[] {1, 2}, new float[] {1, 2});
    assertEquals(Double.POSITIVE_INFINITY, fidelity.sqnrDb());
    assertEquals(1, fidelity.cosine());
    assertEquals(0, fidelity.kl());
    assertTrue(fidelity.floatTop1().isEmpty());
    assertTrue(fidelity.top1Difference().isEmpty());
  }

  @Test
  void ranksEqualsByIndex() {
    float[] logits = {1, 7, 7, 3, 7, 7, 7, 0};
    assertEquals(1, Fidelity.argmax(logits));
    assertEquals(0, Fidelity.rank(logits, 1));
    assertEquals(4, Fidelity.rank(logits, 6));
    assertEquals(5, Fidelity.rank(logits, 3));
    Fidelity fidelity = new Fidelity();
    fidelity.add(logits, logits, 6);
    fidelity.add(logits, logits, 3);
    assertEquals(1, fidelity.floatTop5().orElseThrow().successes());
    assertEquals(1, fidelity.int8Top5().orElseThrow().successes());
  }

  @Test
  void softmaxTakesLargeLogits() {
    assertArrayEquals(
        new double[] {0.5, 0.5, 0}, Fidelity.softmax(new float[] {1e4f, 1e4f, -1e4f}), 1e-15);
  }

  @Test
  void refusesWhatDoesNotFit() {
    Fidelity fidelity = new Fidelity();
    assertThrows(IllegalArgumentException.class, () -> fidelity.add(new float[2], new float[3], 0));
    assertThrows(IllegalArgumentException.class, () -> fidelity.add(new float[2], new float[2], 2));
  }

  /** Wilson 1927 as tabled by Newcombe, Statistics in Medicine 17, 857 (1998): 81/263, 0/20. */
  @Test
  void wilsonIntervalsAreThePublishedOnes() {
    Proportion some = Proportion.of(81, 263);
    assertEquals(0.2553, some.low(), 5e-5);
    assertEquals(0.3662, some.high(), 5e-5);
    Proportion none = Proportion.of(0, 20);
    assertEquals(0, none.low());
    assertEquals(0.1611, none.high(), 5e-5);
    Proportion all = Proportion.of(29, 29);
    assertEquals(1, all.high());
    assertEquals(0.8830, all.low(), 5e-5);
    assertEquals(0.5, Proportion.of(1, 2).value());
  }

  @Test
  void mcNemarIsTheBinomialTail() {
    // 1 against 9 discordant: 2 (C(10,0) + C(10,1)) / 2^10.
    PairedDifference difference = PairedDifference.of(50, 9, 1, 40);
    assertEquals(22.0 / 1024, difference.pValue(), 1e-12);
    assertEquals(-0.08, difference.value(), 1e-12);
    assertTrue(difference.low() < -0.08 && difference.high() > -0.08);
    assertTrue(difference.high() < 0, "significant differences exclude zero");
    PairedDifference equal = PairedDifference.of(90, 0, 0, 10);
    assertEquals(1, equal.pValue());
    assertEquals(0, equal.value());
    assertTrue(equal.low() <= 0 && equal.low() > -0.05, "low " + equal.low());
    assertTrue(equal.high() >= 0 && equal.high() < 0.05, "high " + equal.high());
    assertEquals(1, PairedDifference.of(3, 2, 2, 3).pValue());
  }
}

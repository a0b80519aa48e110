package dev.octet.quantizer.sensitivity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class InputNoiseTest {
  private static InputNoise noise(double... powers) {
    double[][] answers = new double[powers.length][];
    float[][] logits = new float[powers.length][];
    for (int i = 0; i < powers.length; i++) {
      logits[i] = new float[] {6, 8};
      answers[i] = new double[] {6, 8 + Math.sqrt(powers[i])};
    }
    return InputNoise.of(logits, answers);
  }

  @Test
  void ratiosAreOfPowers() {
    InputNoise noise = noise(1, 0.01, 0.01).and(noise(0.01));
    assertEquals(1.03 / 400, noise.relative(), 1e-8);
    assertEquals(-10 * Math.log10(1.03 / 400), noise.decibels(), 1e-4);
    assertEquals((20 + 40 + 40 + 40) / 4.0, noise.meanDecibels(), 1e-4);
  }

  @Test
  void silenceAndPerfectionAreBounded() {
    assertEquals(100, noise(0, 0).meanDecibels());
    InputNoise silent = InputNoise.of(new float[][] {{0}}, new double[][] {{1}});
    assertEquals(-100, silent.meanDecibels());
  }

  /** Neither one input out of the ordinary nor the others alone decide. */
  @Test
  void clearlyBelowNeedsBoth() {
    InputNoise usual = noise(1, 1, 1, 10);
    assertTrue(noise(0.8, 0.8, 0.8, 8).isClearlyBelow(usual));
    assertFalse(noise(2.5, 2.5, 2.5, 1).isClearlyBelow(usual), "only the odd one is better");
    assertFalse(noise(0.5, 0.5, 0.5, 20).isClearlyBelow(usual), "the odd one is worse");
    assertFalse(noise(0.95, 0.95, 0.95, 9.5).isClearlyBelow(usual), "hardly better");
  }
}

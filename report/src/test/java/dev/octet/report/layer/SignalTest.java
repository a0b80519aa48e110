package dev.octet.report.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SignalTest {
  @Test
  void aHundredthOfThePowerAsNoiseIs20Decibels() {
    Signal signal = new Signal();
    signal.add(10, 11);
    assertEquals(20, signal.sqnrDb(), 1e-12);
    assertEquals(1, signal.cosine(), 1e-12);
  }

  @Test
  void sumsCanBeJoined() {
    Signal whole = new Signal();
    Signal first = new Signal();
    Signal second = new Signal();
    for (int i = 0; i < 10; i++) {
      double value = Math.sin(i);
      double quantized = Math.rint(8 * value) / 8;
      whole.add(value, quantized);
      (i < 5 ? first : second).add(value, quantized);
    }
    first.add(second);
    assertEquals(whole.sqnrDb(), first.sqnrDb(), 1e-9);
    assertEquals(whole.cosine(), first.cosine(), 1e-12);
  }

  @Test
  void aSignalOfZerosWithoutNoiseIsInfinite() {
    Signal silent = new Signal();
    silent.add(0, 0);
    assertEquals(Double.POSITIVE_INFINITY, silent.sqnrDb());
    assertEquals(0, silent.relativeNoise());
    assertEquals(1, silent.cosine());
  }

  @Test
  void decibelsAreStrictMaths() {
    for (int i = 1; i < 100_000; i++) {
      Signal signal = new Signal();
      signal.add(i, i + 3);
      assertEquals(10 * StrictMath.log10((double) i * i / 9), signal.sqnrDb());
    }
  }

  @Test
  void noNoiseIsInfiniteAndOppositesAreAtMinusOne() {
    Signal exact = new Signal();
    exact.add(3, 3);
    assertEquals(Double.POSITIVE_INFINITY, exact.sqnrDb());
    Signal opposite = new Signal();
    opposite.add(3, -3);
    assertEquals(-1, opposite.cosine(), 1e-12);
  }
}

package dev.octet.calibration.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class HistogramProperties {
  @Provide
  Arbitrary<float[]> values() {
    Arbitrary<Float> any =
        Arbitraries.oneOf(
            Arbitraries.floats().between(-8, 8).ofScale(6),
            Arbitraries.integers().map(Float::intBitsToFloat).filter(Float::isFinite),
            Arbitraries.of(0f, -0f, 6f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MAX_VALUE));
    Arbitrary<Float> alike = Arbitraries.floats().between(99.9f, 100.1f).ofScale(6);
    return Arbitraries.oneOf(
        any.array(float[].class).ofMinSize(1).ofMaxSize(300),
        alike.array(float[].class).ofMinSize(1).ofMaxSize(300));
  }

  @Property(tries = 300)
  void isTheSameForAnyOrderAndPartition(
      @ForAll("values") float[] values,
      @ForAll @IntRange(min = 1, max = 7) int parts,
      @ForAll long seed) {
    Histogram whole = new Histogram();
    whole.add(values, values.length);
    float[] shuffled = shuffle(values, new Random(seed));
    Histogram merged = new Histogram();
    for (int p = 0; p < parts; p++) {
      int from = values.length * p / parts;
      int to = values.length * (p + 1) / parts;
      Histogram part = new Histogram();
      float[] chunk = Arrays.copyOfRange(shuffled, from, to);
      part.add(chunk, chunk.length);
      merged.merge(part);
    }
    assertSame(whole, merged);
    Histogram single = new Histogram();
    for (float v : shuffled) {
      single.add(new float[] {v}, 1);
    }
    assertSame(whole, single);
  }

  @Property(tries = 300)
  void everyValueLiesInItsBin(@ForAll("values") float[] values) {
    Histogram histogram = new Histogram();
    histogram.add(values, values.length);
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    assertEquals(sorted[0], histogram.min());
    assertEquals(sorted[sorted.length - 1], histogram.max());
    int next = 0;
    for (int bin = 0; bin < histogram.bins(); bin++) {
      double end = histogram.binLow(bin) + histogram.binWidth();
      int before = next;
      while (next < sorted.length && sorted[next] < end) {
        assertTrue(sorted[next] >= histogram.binLow(bin));
        next++;
      }
      assertEquals(next - before, histogram.binCount(bin));
    }
    assertEquals(values.length, next);
    assertEquals(values.length, histogram.count());
    assertEquals(
        Math.rint(StrictMath.log(histogram.binWidth()) / StrictMath.log(2)),
        StrictMath.log(histogram.binWidth()) / StrictMath.log(2),
        1e-9);
    assertTrue(histogram.bins() <= 2 * Histogram.DEFAULT_BINS + 2);
  }

  @Property(tries = 300)
  void percentilesAreWithinOneBinOfSortedData(
      @ForAll("values") float[] values, @ForAll @IntRange(min = 0, max = 1000) int thousandths) {
    Histogram histogram = new Histogram();
    histogram.add(values, values.length);
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    double part = thousandths / 1000.0;
    int needed = (int) Math.max(1, Math.ceil(part * sorted.length));
    float exact = sorted[needed - 1];
    double found = histogram.percentile(part);
    assertTrue(found >= exact && found <= exact + histogram.binWidth(), exact + " " + found);
    double[] range = histogram.percentileRange(part);
    long inside = 0;
    for (float v : values) {
      inside += v >= range[0] && v <= range[1] ? 1 : 0;
    }
    assertTrue(inside >= Math.floor(part * values.length), inside + " of " + values.length);
  }

  @Example
  void hasEnoughBinsOverARange() {
    float[] values = new float[10_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = -1.5f + 3.7f * i / values.length;
    }
    Histogram histogram = new Histogram();
    histogram.add(values, values.length);
    assertTrue(histogram.bins() >= 2048, "bins " + histogram.bins());
    assertEquals(1.0 / 1024, histogram.binWidth());
    assertEquals(histogram.counts().length, histogram.bins());
  }

  @Example
  void refusesWhatIsNotFinite() {
    Histogram histogram = new Histogram();
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> histogram.add(new float[] {1, bad, 2}, 3));
    }
    assertEquals(0, histogram.count());
    assertThrows(IllegalStateException.class, () -> histogram.percentile(0.5));
    assertThrows(IllegalArgumentException.class, () -> new Histogram(1000));
    assertThrows(IllegalArgumentException.class, () -> histogram.merge(new Histogram(512)));
  }

  private static void assertSame(Histogram expected, Histogram actual) {
    assertEquals(expected.count(), actual.count());
    assertEquals(
        Float.floatToRawIntBits(expected.min()), Float.floatToRawIntBits(actual.min()), "min");
    assertEquals(
        Float.floatToRawIntBits(expected.max()), Float.floatToRawIntBits(actual.max()), "max");
    assertEquals(expected.binWidth(), actual.binWidth());
    assertEquals(expected.binLow(0), actual.binLow(0));
    assertArrayEquals(expected.counts(), actual.counts());
  }

  private static float[] shuffle(float[] values, Random random) {
    float[] result = values.clone();
    for (int i = result.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      float t = result[i];
      result[i] = result[j];
      result[j] = t;
    }
    return result;
  }
}

package dev.octet.quantizer.range;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.model.graph.Shape;
import dev.octet.quantizer.range.RangeSearch.Range;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;

/** Quantizations, histograms and the ranges found in them. */
class RangeSearchTest {
  @Property
  void zeroHasAnExactElement(
      @ForAll @Scale(16) @DoubleRange(min = -1e6, max = 1e6) double a,
      @ForAll @Scale(16) @DoubleRange(min = -1e6, max = 1e6) double b,
      @ForAll ElementType type) {
    TensorQuantization q = TensorQuantization.ofRange(type, Math.min(a, b), Math.max(a, b), 2);
    assertEquals(0, q.dequantize(q.quantize(0, 1), 1));
    assertEquals(Math.rint(q.zeroPoint()[0]), q.zeroPoint()[0]);
    assertTrue(q.zeroPoint()[0] >= type.min() && q.zeroPoint()[0] <= type.max());
    assertTrue(q.scale()[0] > 0);
  }

  @Property
  void roundingIsAtMostHalfAStepInsideTheRange(
      @ForAll @Scale(16) @DoubleRange(min = -50, max = 0) double low,
      @ForAll @Scale(16) @DoubleRange(min = 1e-3, max = 50) double high,
      @ForAll @Scale(16) @DoubleRange(min = 0, max = 1) double at) {
    TensorQuantization q = TensorQuantization.ofRange(ElementType.INT8, low, high, 1);
    double real = low + at * (high - low);
    double step = q.scale()[0];
    // the zero point's rounding may push the ends half a step out of the elements
    assertEquals(real, q.dequantize(q.quantize(real, 0), 0), step * 1.0001);
    for (int element = -128; element <= 127; element++) {
      assertEquals(element, q.quantize(q.dequantize(element, 0), 0));
    }
  }

  @Example
  void channelsWithOneScaleButSeveralZeroPointsKeepThem() {
    TensorQuantization q =
        new TensorQuantization(ElementType.INT8, new double[] {2, 2}, new double[] {5, -7});
    TensorSpec spec = q.spec("x", new Shape(1, 1, 2));
    assertEquals(2, spec.quantizationCount());
    assertEquals(5, spec.zeroPoint(0));
    assertEquals(-7, spec.zeroPoint(1));
    TensorQuantization one = TensorQuantization.uniform(ElementType.INT8, 2, 5, 2);
    assertEquals(1, one.spec("x", new Shape(1, 1, 2)).quantizationCount());
  }

  @Example
  void valuesBeyondTheRangeSaturate() {
    TensorQuantization q = TensorQuantization.ofRange(ElementType.INT8, -1, 1, 1);
    assertEquals(127, q.quantize(1e30, 0));
    assertEquals(-128, q.quantize(-1e30, 0));
    assertEquals(127, q.quantize(Double.POSITIVE_INFINITY, 0));
    assertEquals(1, TensorQuantization.ofRange(ElementType.INT8, 0, 0, 1).scale()[0]);
  }

  @Property(tries = 50)
  void histogramsDoNotDependOnTheOrder(@ForAll long seed) {
    float[][] images = new float[5][];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < images.length; i++) {
      images[i] = values(random, 40, 3);
    }
    ChannelHistogram forward = new ChannelHistogram(new float[] {-3, -3}, new float[] {3, 3});
    ChannelHistogram backward = new ChannelHistogram(new float[] {-3, -3}, new float[] {3, 3});
    for (int i = 0; i < images.length; i++) {
      forward.add(images[i], 20);
      backward.add(images[images.length - 1 - i], 20);
    }
    for (int c = 0; c < 2; c++) {
      int total = 0;
      for (int bin = 0; bin < ChannelHistogram.BINS; bin++) {
        assertEquals(forward.count(c, bin), backward.count(c, bin));
        total += forward.count(c, bin);
      }
      assertEquals(100, total, "nothing is lost");
    }
  }

  @Property(tries = 200)
  void rangesStayInsideTheActivationAndHoldTheBulk(
      @ForAll long seed, @ForAll RangeMethod method, @ForAll boolean clipped) {
    double floor = clipped ? 0 : Double.NEGATIVE_INFINITY;
    double ceiling = clipped ? 6 : Double.POSITIVE_INFINITY;
    float[] values = values(new SplittableRandom(seed), 4000, 12);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.min(Math.max(values[i], floor), ceiling);
    }
    Range range = new RangeSearch(255).find(histogram(values), 0, method, floor, ceiling);
    assertTrue(range.low() >= floor - 1e-6 && range.high() <= ceiling + 1e-6, range.toString());
    assertTrue(range.width() > 0, range.toString());
    int inside = 0;
    for (float v : values) {
      inside += v >= range.low() - 0.01 && v <= range.high() + 0.01 ? 1 : 0;
    }
    assertTrue(inside > 0.98 * values.length, inside + " of " + values.length + " in " + range);
  }

  @Example
  void constantChannelsHaveARange() {
    for (RangeMethod method : RangeMethod.values()) {
      for (float constant : new float[] {0, 2.5f, -1}) {
        float[] values = new float[50];
        Arrays.fill(values, constant);
        Range range =
            new RangeSearch(255)
                .find(
                    histogram(values),
                    0,
                    method,
                    Double.NEGATIVE_INFINITY,
                    Double.POSITIVE_INFINITY);
        assertTrue(Double.isFinite(range.low()) && Double.isFinite(range.high()));
        assertTrue(range.low() <= constant + 1e-6 && range.high() >= constant - 1e-6);
      }
    }
  }

  @Example
  void aChannelThatIsSilentButForAFewInputsIsNotClipped() {
    float[] values = new float[400];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 50 == 0 ? 5 + i * 0.002f : i % 7 * 0.01f;
    }
    Range range =
        new RangeSearch(255)
            .find(histogram(values), 0, RangeMethod.MEAN_SQUARE, 0, Double.POSITIVE_INFINITY);
    assertTrue(range.high() > 5.6, range.toString());
  }

  @Example
  void minMaxIsWhatWasSeen() {
    float[] values = {0.5f, -2, 7, 1};
    Range range = new RangeSearch(255).find(histogram(values), 0, RangeMethod.MIN_MAX, -9, 9);
    assertEquals(new Range(-2, 7), range);
  }

  private static ChannelHistogram histogram(float[] values) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float v : values) {
      low = Math.min(low, v);
      high = Math.max(high, v);
    }
    ChannelHistogram histogram = new ChannelHistogram(new float[] {low}, new float[] {high});
    histogram.add(values, values.length);
    return histogram;
  }

  private static float[] values(SplittableRandom random, int count, double bound) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      double sum = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
      values[i] = (float) (sum / 1.5 * bound);
    }
    return values;
  }
}

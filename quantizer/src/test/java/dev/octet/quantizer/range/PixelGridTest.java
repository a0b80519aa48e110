package dev.octet.quantizer.range;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.octet.calibration.input.Inputs;
import dev.octet.model.testing.MobileNets;
import dev.octet.quantizer.pass.FoldBatchNorm;
import dev.octet.quantizer.step.StepGraph;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Ready tensors that were made of 8-bit pixels. */
class PixelGridTest {
  private static final double[] MEAN = {0.485, 0.456, 0.406};
  private static final double[] STD = {0.229, 0.224, 0.225};

  /** One input of three channels with pixels from {@code first[c]} to {@code last[c]}. */
  private static float[] pixels(int[] first, int[] last) {
    SplittableRandom random = new SplittableRandom(3);
    float[] input = new float[3 * 4000];
    for (int i = 0; i < input.length; i++) {
      int c = i % 3;
      int pixel = i < 6 ? (i < 3 ? first[c] : last[c]) : random.nextInt(first[c], last[c] + 1);
      input[i] = real(pixel, c);
    }
    return input;
  }

  private static float real(int pixel, int c) {
    return ((float) (pixel / 255.0) - (float) MEAN[c]) / (float) STD[c];
  }

  private static ChannelHistogram bounds(float[] input) {
    float[] low = {Float.MAX_VALUE, Float.MAX_VALUE, Float.MAX_VALUE};
    float[] high = {-Float.MAX_VALUE, -Float.MAX_VALUE, -Float.MAX_VALUE};
    for (int i = 0; i < input.length; i++) {
      low[i % 3] = Math.min(low[i % 3], input[i]);
      high[i % 3] = Math.max(high[i % 3], input[i]);
    }
    return new ChannelHistogram(low, high);
  }

  private static double[] steps(float[] input) {
    ChannelHistogram bounds = bounds(input);
    double[] low = {bounds.low(0), bounds.low(1), bounds.low(2)};
    double[] high = {bounds.high(0), bounds.high(1), bounds.high(2)};
    return PixelGrid.steps(Inputs.of(input), low, high);
  }

  @Test
  void pixelsPassWithoutLossAlsoWhereTheEndsWereNotSeen() {
    float[] input = pixels(new int[] {0, 1, 20}, new int[] {255, 254, 199});
    TensorQuantization q =
        InputQuantization.ofTensors(
            StepGraph.of(new FoldBatchNorm().apply(MobileNets.v2(32, 0.35, 10, 2))),
            bounds(input),
            Inputs.of(input));
    int[] shift = {0, 0, 0};
    for (int c = 0; c < 3; c++) {
      assertEquals(1 / (255 * STD[c]), q.scale()[c], 1e-7);
      shift[c] = q.quantize(real(128, c), c);
      for (int pixel = 0; pixel < 256; pixel++) {
        int element = Math.max(-128, Math.min(127, pixel - 128 + shift[c]));
        assertEquals(element, q.quantize(real(pixel, c), c), c + ": " + pixel);
      }
    }
    // 76 values of the last channel were not seen, 20 of them below: 38 elements are at each end.
    assertArrayEquals(new int[] {0, 0, 18}, shift);
  }

  @Test
  void otherValuesAreNoGrid() {
    int[] first = {0, 0, 0};
    int[] last = {255, 255, 255};
    float[] moved = pixels(first, last);
    moved[3000] += 0.1f / (255 * 0.229f);
    double[] steps = steps(moved);
    assertEquals(0, steps[0]);
    assertEquals(1 / (255 * STD[1]), steps[1], 1e-7);

    assertArrayEquals(new double[3], steps(pixels(first, new int[] {100, 120, 127})));
    assertArrayEquals(new double[3], steps(pixels(first, new int[] {256, 300, 65535})));
    assertArrayEquals(new double[3], steps(map(moved, x -> Math.sinh(x))));
    float[] same = new float[300];
    Arrays.fill(same, 0.5f);
    assertArrayEquals(new double[3], steps(same));
  }

  private static float[] map(float[] values, DoubleUnaryOperator f) {
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) f.applyAsDouble(values[i]);
    }
    return out;
  }
}

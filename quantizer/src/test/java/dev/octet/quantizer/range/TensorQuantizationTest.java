package dev.octet.quantizer.range;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.octet.runtime.schedule.ElementType;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Rounding a whole tensor against one element after the other. */
class TensorQuantizationTest {
  @Property(tries = 200)
  void roundIsQuantizeAndDequantize(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 600) int channels,
      @ForAll @IntRange(min = 0, max = 40) int pixels,
      @ForAll ElementType type) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] scale = new double[channels];
    double[] zeroPoint = new double[channels];
    for (int c = 0; c < channels; c++) {
      scale[c] = Math.pow(10, random.nextDouble(-6, 2));
      zeroPoint[c] = random.nextInt(type.min(), type.max() + 1);
    }
    float[] values = new float[channels * pixels];
    for (int i = 0; i < values.length; i++) {
      double steps = random.nextInt(2 * type.min(), 2 * type.max());
      values[i] = (float) (scale[i % channels] * (steps + random.nextInt(3) * 0.5));
    }
    isElementwise(new TensorQuantization(type, scale, zeroPoint), values);
  }

  @Example
  void edges() {
    float[] values = {
      0, -0f, 0.5f, -0.5f, 127, 127.5f, 128, -128, -128.5f, -129, Float.MAX_VALUE, -Float.MAX_VALUE
    };
    isElementwise(TensorQuantization.uniform(ElementType.INT8, 1, 0, 1), values);
    isElementwise(TensorQuantization.uniform(ElementType.INT8, 1, 0.25, 3), values);
  }

  /** What lies after {@code count} stays, too. */
  private static void isElementwise(TensorQuantization quantization, float[] values) {
    float[] wanted = values.clone();
    int count = Math.max(values.length - quantization.channels(), 0);
    for (int i = 0; i < count; i++) {
      int c = i % quantization.channels();
      wanted[i] = (float) quantization.dequantize(quantization.quantize(values[i], c), c);
    }
    quantization.round(values, count);
    assertArrayEquals(wanted, values);
  }
}

package dev.octet.quantizer.range;

import dev.octet.model.graph.Shape;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;
import java.util.Arrays;

/**
 * Scale and zero point of a tensor (docs/arithmetic.md, quantization): {@code real = scale[c] * (q
 * - zeroPoint[c])}.
 *
 * @param type element type
 * @param scale one per channel, positive
 * @param zeroPoint one per channel; whole numbers, except on a network's input
 */
public record TensorQuantization(ElementType type, double[] scale, double[] zeroPoint) {
  private static final int ROUNDED_AT_ONCE = 256;

  /** The same scale and zero point for all channels. */
  public static TensorQuantization uniform(
      ElementType type, double scale, double zeroPoint, int channels) {
    double[] scales = new double[channels];
    double[] zeroPoints = new double[channels];
    Arrays.fill(scales, scale);
    Arrays.fill(zeroPoints, zeroPoint);
    return new TensorQuantization(type, scales, zeroPoints);
  }

  /**
   * One range for all channels.
   *
   * @param low the smallest real value; lowered to 0 if above
   * @param high the largest real value; raised to 0 if below
   */
  public static TensorQuantization ofRange(
      ElementType type, double low, double high, int channels) {
    double from = Math.min(low, 0);
    double to = Math.max(high, 0);
    double scale = Math.max((to - from) / (type.max() - type.min()), Double.MIN_NORMAL);
    if (to == from) {
      scale = 1;
    }
    double zeroPoint = Math.rint(type.min() - from / scale);
    return uniform(type, scale, zeroPoint, channels);
  }

  /** Number of channels. */
  public int channels() {
    return scale.length;
  }

  /** The zero points as whole numbers. */
  public int[] zeroPoints() {
    int[] whole = new int[zeroPoint.length];
    for (int c = 0; c < whole.length; c++) {
      whole[c] = (int) Math.rint(zeroPoint[c]);
    }
    return whole;
  }

  /** The element nearest to a real value. */
  public int quantize(double real, int channel) {
    return type.nearest(real / scale[channel] + zeroPoint[channel]);
  }

  /** The real value of an element. */
  public double dequantize(int element, int channel) {
    return scale[channel] * (element - zeroPoint[channel]);
  }

  /**
   * Puts in place of real values those of their elements: {@code dequantize(quantize(value))} of
   * each, in loops that the compiler makes vector code of.
   *
   * @param values channels fastest
   * @param count how many of them, a multiple of the channels
   */
  public void round(float[] values, int count) {
    int pixels = Math.max(ROUNDED_AT_ONCE / scale.length, 1);
    double[] scales = repeated(scale, pixels);
    double[] zeroPoints = repeated(zeroPoint, pixels);
    double[] block = new double[scales.length];
    double low = type.min();
    double high = type.max();
    for (int first = 0; first < count; first += block.length) {
      int length = Math.min(block.length, count - first);
      for (int i = 0; i < length; i++) {
        block[i] = values[first + i];
      }
      for (int i = 0; i < length; i++) {
        double q = Math.floor(block[i] / scales[i] + zeroPoints[i] + 0.5);
        block[i] = scales[i] * (Math.min(Math.max(q, low), high) - zeroPoints[i]);
      }
      for (int i = 0; i < length; i++) {
        values[first + i] = (float) block[i];
      }
    }
  }

  private static double[] repeated(double[] values, int times) {
    double[] repeated = new double[values.length * times];
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = values[i % values.length];
    }
    return repeated;
  }

  /** The tensor of this quantization in a schedule, not yet placed in an arena. */
  public TensorSpec spec(String name, Shape shape) {
    boolean one = isConstant(scale) && isConstant(zeroPoint);
    return new TensorSpec(
        name,
        type,
        shape.height(),
        shape.width(),
        shape.channels(),
        one ? new double[] {scale[0]} : scale,
        one ? new double[] {zeroPoint[0]} : zeroPoint,
        -1);
  }

  private static boolean isConstant(double[] values) {
    for (double value : values) {
      if (value != values[0]) {
        return false;
      }
    }
    return true;
  }
}

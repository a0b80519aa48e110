package dev.octet.model;

import java.util.Arrays;

/**
 * Values in place of pixels: {@code (pixel / 255 - mean) / std}.
 *
 * @param mean on the 0 to 1 scale, one for all channels or one each
 * @param std the same, positive
 */
public record PixelScale(double[] mean, double[] std) {
  /** Mean of each channel on the 0 to 1 scale. */
  public double[] mean(int channels) {
    return of(mean, channels);
  }

  /** Standard deviation of each channel on the 0 to 1 scale. */
  public double[] std(int channels) {
    return of(std, channels);
  }

  private static double[] of(double[] values, int channels) {
    double[] each = Arrays.copyOf(values, channels);
    Arrays.fill(each, Math.min(values.length, channels), channels, values[values.length - 1]);
    return each;
  }

  @Override
  public String toString() {
    return "mean " + Arrays.toString(mean) + ", std " + Arrays.toString(std) + " of pixel / 255";
  }
}

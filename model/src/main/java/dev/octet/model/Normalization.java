package dev.octet.model;

import dev.octet.runtime.schedule.Preprocessing;
import dev.octet.runtime.schedule.Preprocessing.Resize;
import java.util.Arrays;
import java.util.Locale;

/** Ways to normalize pixels that have a name: (pixel / 255 - mean) / std. */
public enum Normalization {
  /** Of torchvision and timm. */
  IMAGENET(new double[] {0.485, 0.456, 0.406}, new double[] {0.229, 0.224, 0.225}),
  /** To -1..1, of Keras. */
  MINUS_ONE_ONE(new double[] {0.5, 0.5, 0.5}, new double[] {0.5, 0.5, 0.5}),
  /** To 0..1. */
  ZERO_ONE(new double[] {0, 0, 0}, new double[] {1, 1, 1}),
  /** As they are, for networks that rescale pixels themselves. */
  ZERO_255(new double[] {0, 0, 0}, new double[] {1 / 255.0, 1 / 255.0, 1 / 255.0});

  /** Share of the resized short side that the crop usually keeps. */
  public static final double CROP_FRACTION = 0.875;

  private final double[] mean;
  private final double[] std;

  Normalization(double[] mean, double[] std) {
    this.mean = mean;
    this.std = std;
  }

  /** Mean of each channel on the 0 to 1 scale; the average for gray. */
  public double[] mean(int channels) {
    return of(mean, channels);
  }

  /** Standard deviation of each channel on the 0 to 1 scale; the average for gray. */
  public double[] std(int channels) {
    return of(std, channels);
  }

  private static double[] of(double[] values, int channels) {
    return channels == values.length
        ? values.clone()
        : new double[] {Arrays.stream(values).average().orElseThrow()};
  }

  /**
   * The rules for photos that are normalized in this way, without a table.
   *
   * @param resize how they are brought to size; the usual part is cropped
   * @param channels 3, or 1 for gray
   */
  public Preprocessing preprocessing(Resize resize, int channels) {
    return new Preprocessing(
        resize,
        resize == Resize.STRETCH ? 1 : CROP_FRACTION,
        mean(channels),
        std(channels),
        new byte[0]);
  }

  /** The written form, such as {@code minus-one-one}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

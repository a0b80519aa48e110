package dev.octet.quantizer.range;

import dev.octet.calibration.input.Inputs;
import java.util.Arrays;
import java.util.HashSet;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The distance between the values of ready tensors that were made of 8-bit pixels
 * (docs/arithmetic.md, equation 2): they are evenly spaced, so that a scale of just this distance
 * passes them without loss, whatever the normalization was.
 */
final class PixelGrid {
  /** Inputs that are looked at. */
  private static final int INPUTS = 32;

  /** Distances between the lowest and the highest of 256 pixel values. */
  private static final int MOST_STEPS = 255;

  /** With fewer the pixels seen say too little about those to come. */
  private static final int LEAST_STEPS = 128;

  /** Different values of a channel, pixels that were rounded in different ways among them. */
  private static final int MOST_VALUES = 1024;

  /** How far a value may be from the grid, in steps: float32 rounding is far below. */
  private static final double TOLERANCE = 0.02;

  private PixelGrid() {}

  /**
   * Finds the distance in each channel.
   *
   * @param inputs at least 1
   * @param low smallest value of each channel over all inputs
   * @param high largest value of each channel over all inputs
   * @return one for each channel; 0 where the values are not the pixels of a grid with 129 to 256
   *     values between {@code low} and {@code high}
   */
  static double[] steps(Inputs inputs, double[] low, double[] high) {
    int channels = low.length;
    double[] steps = new double[channels];
    for (int c = 0; c < channels; c++) {
      Set<Float> values = new HashSet<>();
      for (int i = 0; i < Math.min(inputs.count(), INPUTS) && values.size() <= MOST_VALUES; i++) {
        add(inputs.get(i), c, channels, values);
      }
      if (values.size() > LEAST_STEPS / 2 && values.size() <= MOST_VALUES) {
        steps[c] = step(values, low[c], high[c]).orElse(0);
      }
    }
    return steps;
  }

  private static void add(float[] input, int channel, int channels, Set<Float> values) {
    for (int i = channel; i < input.length && values.size() <= MOST_VALUES; i += channels) {
      values.add(input[i]);
    }
  }

  private static OptionalDouble step(Set<Float> values, double low, double high) {
    double[] sorted = values.stream().mapToDouble(Float::doubleValue).sorted().toArray();
    double width = high - low;
    double same = TOLERANCE * width / MOST_STEPS;
    double gap = width;
    for (int i = 1; i < sorted.length; i++) {
      double distance = sorted[i] - sorted[i - 1];
      if (distance > same) {
        gap = Math.min(gap, distance);
      }
    }
    long count = Math.round(width / gap);
    if (count < LEAST_STEPS || count > MOST_STEPS) {
      return OptionalDouble.empty();
    }
    double step = width / count;
    boolean even =
        Arrays.stream(sorted)
            .map(value -> (value - low) / step)
            .allMatch(at -> Math.abs(at - Math.rint(at)) <= TOLERANCE);
    return even ? OptionalDouble.of(step) : OptionalDouble.empty();
  }
}

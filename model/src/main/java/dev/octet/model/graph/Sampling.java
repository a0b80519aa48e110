package dev.octet.model.graph;

import java.util.Arrays;

/**
 * How one axis of a map is resized: output {@code i} is {@code (1 - weight[i]) * x[first[i]] +
 * weight[i] * x[second[i]]} (docs/arithmetic.md, equation 38).
 *
 * @param first per output the input that it begins at
 * @param second per output the neighbour; the same as {@code first} where there is none
 * @param weight share of the neighbour, 0 to 1
 */
public record Sampling(int[] first, int[] second, float[] weight) {
  /** How outputs lie over inputs. */
  public enum Coordinates {
    /** {@code (i + 1/2) * scale - 1/2}. */
    HALF_PIXEL,
    /** As {@link #HALF_PIXEL}, but 0 where there is only one output. */
    PYTORCH_HALF_PIXEL,
    /** {@code i * scale}. */
    ASYMMETRIC,
    /** First and last outputs lie on first and last inputs. */
    ALIGN_CORNERS,
    /** {@code (i + 1/2) * scale}: where TensorFlow rounds a nearest input down from half pixels. */
    TENSORFLOW_HALF_PIXEL
  }

  /** How the nearest input is found. */
  public enum Rounding {
    /** To the nearest, halves down. */
    ROUND_PREFER_FLOOR,
    /** To the nearest, halves up. */
    ROUND_PREFER_CEIL,
    /** Down. */
    FLOOR,
    /** Up. */
    CEIL
  }

  /** Number of outputs. */
  public int outputs() {
    return first.length;
  }

  /** The largest index of an input that is read. */
  int last() {
    return Math.max(Arrays.stream(first).max().orElse(0), Arrays.stream(second).max().orElse(0));
  }

  /** Whether every output is one input. */
  public boolean isNearest() {
    for (float w : weight) {
      if (w != 0) {
        return false;
      }
    }
    return true;
  }

  /** The same inputs. */
  public static Sampling identity(int count) {
    return nearest(count, count, Coordinates.ASYMMETRIC, 1, Rounding.FLOOR);
  }

  /**
   * Linear interpolation.
   *
   * @param inputs extent of the axis before
   * @param outputs extent after
   * @param scale inputs for each output, which is {@code inputs / outputs} unless a factor was
   *     given
   */
  public static Sampling linear(int inputs, int outputs, Coordinates coordinates, double scale) {
    int[] first = new int[outputs];
    int[] second = new int[outputs];
    float[] weight = new float[outputs];
    for (int i = 0; i < outputs; i++) {
      double at =
          Math.min(Math.max(position(i, inputs, outputs, coordinates, scale), 0), inputs - 1.0);
      first[i] = (int) Math.floor(at);
      second[i] = Math.min(first[i] + 1, inputs - 1);
      weight[i] = second[i] == first[i] ? 0 : (float) (at - first[i]);
    }
    return new Sampling(first, second, weight);
  }

  /**
   * The nearest input.
   *
   * @param inputs extent of the axis before
   * @param outputs extent after
   * @param scale inputs for each output
   */
  public static Sampling nearest(
      int inputs, int outputs, Coordinates coordinates, double scale, Rounding rounding) {
    int[] first = new int[outputs];
    for (int i = 0; i < outputs; i++) {
      double at = position(i, inputs, outputs, coordinates, scale);
      // positions such as 2 * (1 / 3.0) * 3 are meant to be whole
      double whole = Math.rint(at * 2) / 2;
      double exact = Math.abs(at - whole) < 1e-5 ? whole : at;
      double chosen =
          switch (rounding) {
            case FLOOR -> Math.floor(exact);
            case CEIL -> Math.ceil(exact);
            case ROUND_PREFER_FLOOR -> Math.ceil(exact - 0.5);
            case ROUND_PREFER_CEIL -> Math.floor(exact + 0.5);
          };
      first[i] = (int) Math.min(Math.max(chosen, 0), inputs - 1.0);
    }
    return new Sampling(first, first, new float[outputs]);
  }

  private static double position(
      int i, int inputs, int outputs, Coordinates coordinates, double scale) {
    return switch (coordinates) {
      case HALF_PIXEL -> (i + 0.5) * scale - 0.5;
      case PYTORCH_HALF_PIXEL -> outputs > 1 ? (i + 0.5) * scale - 0.5 : 0;
      case ASYMMETRIC -> i * scale;
      case ALIGN_CORNERS -> outputs > 1 ? i * (inputs - 1.0) / (outputs - 1) : 0;
      case TENSORFLOW_HALF_PIXEL -> (i + 0.5) * scale;
    };
  }
}

package dev.octet.model.execute.matrix;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of the depthwise convolution. The last vector of channels reaches back over
 * channels that the one before has done; it finds the same bits there.
 */
final class FloatDepthwiseTiles {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private FloatDepthwiseTiles() {}

  /**
   * Computes neighbouring pixels of a row that use the same taps.
   *
   * @param x input
   * @param xStep elements between the windows of two neighbours
   * @param w weights, [tap][channel]
   * @param taps of the first pixel: offset into x, offset into w, and so on
   * @param tapsEnd past the last of them
   * @param bias one per channel
   * @param out output
   * @param o first element of the first pixel
   * @param channels at least a vector's lanes
   * @param pixels number of pixels
   */
  static void pixels(
      float[] x,
      int xStep,
      float[] w,
      int[] taps,
      int tapsEnd,
      float[] bias,
      float[] out,
      int o,
      int channels,
      int pixels) {
    boolean nine = tapsEnd == 18;
    int c = 0;
    if (nine) {
      for (; c < channels; c += LANES) {
        nine(x, xStep, w, taps, bias, out, o, channels, pixels, Math.min(c, channels - LANES));
      }
      return;
    }
    for (; c + 4 * LANES <= channels; c += 4 * LANES) {
      for (int p = 0; p < pixels; p++) {
        vectors4(x, p * xStep + c, w, taps, tapsEnd, bias, out, o + p * channels, c);
      }
    }
    for (; c < channels; c += LANES) {
      for (int p = 0; p < pixels; p++) {
        int first = Math.min(c, channels - LANES);
        vector1(x, p * xStep + first, w, taps, tapsEnd, bias, out, o + p * channels, first);
      }
    }
  }

  private static FloatVector load(float[] values, int offset) {
    return FloatVector.fromArray(SPECIES, values, offset);
  }

  private static void vectors4(
      float[] x, int xo, float[] w, int[] taps, int end, float[] bias, float[] out, int o, int c) {
    FloatVector s0 = load(bias, c);
    FloatVector s1 = load(bias, c + LANES);
    FloatVector s2 = load(bias, c + 2 * LANES);
    FloatVector s3 = load(bias, c + 3 * LANES);
    for (int t = 0; t < end; t += 2) {
      int i = taps[t] + xo;
      int j = taps[t + 1] + c;
      s0 = load(x, i).fma(load(w, j), s0);
      s1 = load(x, i + LANES).fma(load(w, j + LANES), s1);
      s2 = load(x, i + 2 * LANES).fma(load(w, j + 2 * LANES), s2);
      s3 = load(x, i + 3 * LANES).fma(load(w, j + 3 * LANES), s3);
    }
    s0.intoArray(out, o + c);
    s1.intoArray(out, o + c + LANES);
    s2.intoArray(out, o + c + 2 * LANES);
    s3.intoArray(out, o + c + 3 * LANES);
  }

  private static void vector1(
      float[] x, int xo, float[] w, int[] taps, int end, float[] bias, float[] out, int o, int c) {
    FloatVector sum = load(bias, c);
    for (int t = 0; t < end; t += 2) {
      sum = load(x, taps[t] + xo).fma(load(w, taps[t + 1] + c), sum);
    }
    sum.intoArray(out, o + c);
  }

  /** The 3x3 window, its weights kept in registers along the row. */
  private static void nine(
      float[] x,
      int xStep,
      float[] w,
      int[] taps,
      float[] bias,
      float[] out,
      int o,
      int channels,
      int pixels,
      int c) {
    FloatVector w0 = load(w, taps[1] + c);
    FloatVector w1 = load(w, taps[3] + c);
    FloatVector w2 = load(w, taps[5] + c);
    FloatVector w3 = load(w, taps[7] + c);
    FloatVector w4 = load(w, taps[9] + c);
    FloatVector w5 = load(w, taps[11] + c);
    FloatVector w6 = load(w, taps[13] + c);
    FloatVector w7 = load(w, taps[15] + c);
    FloatVector w8 = load(w, taps[17] + c);
    FloatVector b = load(bias, c);
    int x0 = taps[0] + c;
    int x1 = taps[2] + c;
    int x2 = taps[4] + c;
    int x3 = taps[6] + c;
    int x4 = taps[8] + c;
    int x5 = taps[10] + c;
    int x6 = taps[12] + c;
    int x7 = taps[14] + c;
    int x8 = taps[16] + c;
    for (int p = 0; p < pixels; p++) {
      int step = p * xStep;
      FloatVector sum = load(x, x0 + step).fma(w0, b);
      sum = load(x, x1 + step).fma(w1, sum);
      sum = load(x, x2 + step).fma(w2, sum);
      sum = load(x, x3 + step).fma(w3, sum);
      sum = load(x, x4 + step).fma(w4, sum);
      sum = load(x, x5 + step).fma(w5, sum);
      sum = load(x, x6 + step).fma(w6, sum);
      sum = load(x, x7 + step).fma(w7, sum);
      sum = load(x, x8 + step).fma(w8, sum);
      sum.intoArray(out, o + p * channels + c);
    }
  }
}

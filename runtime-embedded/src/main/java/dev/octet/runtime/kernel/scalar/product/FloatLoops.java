package dev.octet.runtime.kernel.scalar.product;

/**
 * Loops over rows of floats, for Java 8, eight terms at a time. Newer JVMs take the class of the
 * same name from the jar's {@code META-INF/versions/9} (source: {@code src/main/java9}), which has
 * fused products; over integers up to 2^24 both give the same sums.
 */
final class FloatLoops {
  private FloatLoops() {}

  /** Whether a product and its addition are one instruction. */
  static boolean fused() {
    return false;
  }

  /**
   * Adds the products of all terms to each pixel's sum.
   *
   * @param acc the sums
   * @param x a row of pixels for each term
   * @param w weights, the first term's at {@code at}
   * @param depth terms
   * @param length pixels
   */
  static void add(float[] acc, float[][] x, float[] w, int at, int depth, int length) {
    int k = 0;
    for (; k <= depth - 8; k += 8) {
      int t = at + k;
      addEight(
          acc, x[k], x[k + 1], x[k + 2], x[k + 3], x[k + 4], x[k + 5], x[k + 6], x[k + 7], w[t],
          w[t + 1], w[t + 2], w[t + 3], w[t + 4], w[t + 5], w[t + 6], w[t + 7], length);
    }
    for (; k <= depth - 4; k += 4) {
      int t = at + k;
      addFour(acc, x[k], x[k + 1], x[k + 2], x[k + 3], w[t], w[t + 1], w[t + 2], w[t + 3], length);
    }
    for (; k < depth; k++) {
      addOne(acc, x[k], w[at + k], length);
    }
  }

  private static void addEight(
      float[] acc,
      float[] x0,
      float[] x1,
      float[] x2,
      float[] x3,
      float[] x4,
      float[] x5,
      float[] x6,
      float[] x7,
      float w0,
      float w1,
      float w2,
      float w3,
      float w4,
      float w5,
      float w6,
      float w7,
      int length) {
    for (int i = 0; i < length; i++) {
      acc[i] =
          acc[i]
              + x0[i] * w0
              + x1[i] * w1
              + x2[i] * w2
              + x3[i] * w3
              + x4[i] * w4
              + x5[i] * w5
              + x6[i] * w6
              + x7[i] * w7;
    }
  }

  private static void addFour(
      float[] acc,
      float[] x0,
      float[] x1,
      float[] x2,
      float[] x3,
      float w0,
      float w1,
      float w2,
      float w3,
      int length) {
    for (int i = 0; i < length; i++) {
      acc[i] = acc[i] + x0[i] * w0 + x1[i] * w1 + x2[i] * w2 + x3[i] * w3;
    }
  }

  private static void addOne(float[] acc, float[] x, float w, int length) {
    for (int i = 0; i < length; i++) {
      acc[i] = acc[i] + x[i] * w;
    }
  }
}

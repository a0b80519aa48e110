package dev.octet.runtime.kernel.scalar.product;

/**
 * Loops over rows of floats with fused products, for Java 9 and newer, four terms at a time: C2
 * makes no vector code of eight. The one of the same name that Java 8 takes has no fused products;
 * over integers up to 2^24 both give the same sums.
 */
final class FloatLoops {
  private FloatLoops() {}

  /** Whether a product and its addition are one instruction. */
  static boolean fused() {
    return true;
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
    for (; k <= depth - 4; k += 4) {
      int t = at + k;
      addFour(acc, x[k], x[k + 1], x[k + 2], x[k + 3], w[t], w[t + 1], w[t + 2], w[t + 3], length);
    }
    for (; k < depth; k++) {
      addOne(acc, x[k], w[at + k], length);
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
      float s = Math.fma(x0[i], w0, acc[i]);
      s = Math.fma(x1[i], w1, s);
      s = Math.fma(x2[i], w2, s);
      acc[i] = Math.fma(x3[i], w3, s);
    }
  }

  private static void addOne(float[] acc, float[] x, float w, int length) {
    for (int i = 0; i < length; i++) {
      acc[i] = Math.fma(x[i], w, acc[i]);
    }
  }
}

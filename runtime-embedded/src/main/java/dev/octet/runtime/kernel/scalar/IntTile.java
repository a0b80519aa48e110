package dev.octet.runtime.kernel.scalar;

/** Sums of 4 pixels x 4 outputs in int registers. */
final class IntTile {
  /** Pixels of a tile. */
  static final int PIXELS = 4;

  private IntTile() {}

  /**
   * Computes a tile.
   *
   * @param x inputs, the first pixel's from {@code x0} on, one pixel after the other
   * @param w weights, the first output's from {@code w0} on, one output after the other
   * @param depth terms of a sum
   * @param bias what the sums start with, the first output's at {@code output}
   * @param sums receives [output][pixel] from {@code to} on, rows of {@link
   *     ScalarTiledConvolution#ROW}
   */
  static void tile(
      byte[] x, int x0, byte[] w, int w0, int depth, int[] bias, int output, int[] sums, int to) {
    int x1 = x0 + depth;
    int x2 = x1 + depth;
    int x3 = x2 + depth;
    int w1 = w0 + depth;
    int w2 = w1 + depth;
    int w3 = w2 + depth;
    int a0 = bias[output];
    int a1 = bias[output + 1];
    int a2 = bias[output + 2];
    int a3 = bias[output + 3];
    int b0 = a0;
    int b1 = a1;
    int b2 = a2;
    int b3 = a3;
    int c0 = a0;
    int c1 = a1;
    int c2 = a2;
    int c3 = a3;
    int d0 = a0;
    int d1 = a1;
    int d2 = a2;
    int d3 = a3;
    for (int k = 0; k < depth; k++) {
      int p = w[w0 + k];
      int q = w[w1 + k];
      int r = w[w2 + k];
      int s = w[w3 + k];
      int v = x[x0 + k];
      a0 += v * p;
      a1 += v * q;
      a2 += v * r;
      a3 += v * s;
      v = x[x1 + k];
      b0 += v * p;
      b1 += v * q;
      b2 += v * r;
      b3 += v * s;
      v = x[x2 + k];
      c0 += v * p;
      c1 += v * q;
      c2 += v * r;
      c3 += v * s;
      v = x[x3 + k];
      d0 += v * p;
      d1 += v * q;
      d2 += v * r;
      d3 += v * s;
    }
    sums[to] = a0;
    sums[to + ScalarTiledConvolution.ROW] = a1;
    sums[to + 2 * ScalarTiledConvolution.ROW] = a2;
    sums[to + 3 * ScalarTiledConvolution.ROW] = a3;
    sums[to + 1] = b0;
    sums[to + ScalarTiledConvolution.ROW + 1] = b1;
    sums[to + 2 * ScalarTiledConvolution.ROW + 1] = b2;
    sums[to + 3 * ScalarTiledConvolution.ROW + 1] = b3;
    sums[to + 2] = c0;
    sums[to + ScalarTiledConvolution.ROW + 2] = c1;
    sums[to + 2 * ScalarTiledConvolution.ROW + 2] = c2;
    sums[to + 3 * ScalarTiledConvolution.ROW + 2] = c3;
    sums[to + 3] = d0;
    sums[to + ScalarTiledConvolution.ROW + 3] = d1;
    sums[to + 2 * ScalarTiledConvolution.ROW + 3] = d2;
    sums[to + 3 * ScalarTiledConvolution.ROW + 3] = d3;
  }
}

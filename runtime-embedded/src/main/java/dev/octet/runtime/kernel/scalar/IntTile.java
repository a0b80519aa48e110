package dev.octet.runtime.kernel.scalar;

/** Sums of 4 pixels x 4 outputs in int registers. */
final class IntTile {
  /** Pixels of a tile. */
  static final int PIXELS = 4;

  private IntTile() {}

  /**
   * Computes a tile.
   *
   * @param x inputs, the first pixel's from {@code x0} on, one pixel behind the other
   * @param w weights, the first output's from {@code w0} on, one output behind the other
   * @param depth terms of a sum
   * @param sums receives [pixel][output]
   */
  static void tile(byte[] x, int x0, byte[] w, int w0, int depth, int[] sums) {
    int x1 = x0 + depth;
    int x2 = x1 + depth;
    int x3 = x2 + depth;
    int w1 = w0 + depth;
    int w2 = w1 + depth;
    int w3 = w2 + depth;
    int a0 = 0;
    int a1 = 0;
    int a2 = 0;
    int a3 = 0;
    int b0 = 0;
    int b1 = 0;
    int b2 = 0;
    int b3 = 0;
    int c0 = 0;
    int c1 = 0;
    int c2 = 0;
    int c3 = 0;
    int d0 = 0;
    int d1 = 0;
    int d2 = 0;
    int d3 = 0;
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
    sums[0] = a0;
    sums[1] = a1;
    sums[2] = a2;
    sums[3] = a3;
    sums[4] = b0;
    sums[5] = b1;
    sums[6] = b2;
    sums[7] = b3;
    sums[8] = c0;
    sums[9] = c1;
    sums[10] = c2;
    sums[11] = c3;
    sums[12] = d0;
    sums[13] = d1;
    sums[14] = d2;
    sums[15] = d3;
  }
}

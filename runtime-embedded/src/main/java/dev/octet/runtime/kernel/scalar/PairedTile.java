package dev.octet.runtime.kernel.scalar;

/**
 * Sums of 6 pixels x 4 outputs, two outputs in each 64-bit register: one multiplication of 32 by 32
 * bits, with a weight in the low bits and another one {@value #FIELD} bits higher, does two
 * products. The low sum is exact while it fits its field, the high one has the other 41 bits.
 */
final class PairedTile {
  /** Pixels of a tile. */
  static final int PIXELS = 6;

  /** The high weight has 8 of the 31 bits of an int. */
  private static final int FIELD = 23;

  private static final int REST = Long.SIZE - FIELD;

  /** Terms of 128 x 127 that fit the low field. */
  private static final int TERMS = (1 << (FIELD - 1)) / (128 * 127);

  private PairedTile() {}

  /** Computes a tile; see {@link IntTile#tile}. */
  static void tile(
      byte[] x, int x0, byte[] w, int w0, int depth, int[] bias, int output, int[] sums, int to) {
    for (int j = 0; j < 4; j++) {
      for (int i = 0; i < PIXELS; i++) {
        sums[to + j * ScalarTiledConvolution.ROW + i] = bias[output + j];
      }
    }
    for (int k = 0; k < depth; k += TERMS) {
      add(x, x0 + k, w, w0 + k, depth, Math.min(TERMS, depth - k), sums, to);
    }
  }

  private static void add(
      byte[] x, int x0, byte[] w, int w0, int depth, int terms, int[] sums, int to) {
    int x1 = x0 + depth;
    int x2 = x1 + depth;
    int x3 = x2 + depth;
    int x4 = x3 + depth;
    int x5 = x4 + depth;
    int w1 = w0 + depth;
    int w2 = w1 + depth;
    int w3 = w2 + depth;
    long a0 = 0;
    long a1 = 0;
    long b0 = 0;
    long b1 = 0;
    long c0 = 0;
    long c1 = 0;
    long d0 = 0;
    long d1 = 0;
    long e0 = 0;
    long e1 = 0;
    long f0 = 0;
    long f1 = 0;
    for (int k = 0; k < terms; k++) {
      int p = w[w0 + k] + (w[w1 + k] << FIELD);
      int q = w[w2 + k] + (w[w3 + k] << FIELD);
      int v = x[x0 + k];
      a0 += (long) p * v;
      a1 += (long) q * v;
      v = x[x1 + k];
      b0 += (long) p * v;
      b1 += (long) q * v;
      v = x[x2 + k];
      c0 += (long) p * v;
      c1 += (long) q * v;
      v = x[x3 + k];
      d0 += (long) p * v;
      d1 += (long) q * v;
      v = x[x4 + k];
      e0 += (long) p * v;
      e1 += (long) q * v;
      v = x[x5 + k];
      f0 += (long) p * v;
      f1 += (long) q * v;
    }
    unpack(a0, sums, to);
    unpack(a1, sums, to + 2 * ScalarTiledConvolution.ROW);
    unpack(b0, sums, to + 1);
    unpack(b1, sums, to + 2 * ScalarTiledConvolution.ROW + 1);
    unpack(c0, sums, to + 2);
    unpack(c1, sums, to + 2 * ScalarTiledConvolution.ROW + 2);
    unpack(d0, sums, to + 3);
    unpack(d1, sums, to + 2 * ScalarTiledConvolution.ROW + 3);
    unpack(e0, sums, to + 4);
    unpack(e1, sums, to + 2 * ScalarTiledConvolution.ROW + 4);
    unpack(f0, sums, to + 5);
    unpack(f1, sums, to + 2 * ScalarTiledConvolution.ROW + 5);
  }

  private static void unpack(long packed, int[] sums, int to) {
    long low = packed << REST >> REST;
    sums[to] += (int) low;
    sums[to + ScalarTiledConvolution.ROW] += (int) ((packed - low) >> FIELD);
  }
}

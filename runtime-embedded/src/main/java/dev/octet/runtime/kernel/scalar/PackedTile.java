package dev.octet.runtime.kernel.scalar;

/**
 * Sums of 6 pixels x 4 outputs, two outputs in each 64-bit register: one multiplication of 32 by 32
 * bits, with a weight in the low bits and another one {@value #FIELD} bits higher, does two
 * products. The low sum is exact while it fits its field, the high one has the other 41 bits.
 */
final class PackedTile {
  /** Pixels of a tile. */
  static final int PIXELS = 6;

  /** The high weight has 8 of the 31 bits of an int. */
  private static final int FIELD = 23;

  private static final int REST = Long.SIZE - FIELD;

  /** Terms of 128 x 127 that fit the low field. */
  private static final int TERMS = (1 << (FIELD - 1)) / (128 * 127);

  private PackedTile() {}

  /** Computes a tile; see {@link IntTile#tile}. */
  static void tile(byte[] x, int x0, byte[] w, int w0, int depth, int[] sums) {
    for (int i = 0; i < 4 * PIXELS; i++) {
      sums[i] = 0;
    }
    for (int k = 0; k < depth; k += TERMS) {
      add(x, x0 + k, w, w0 + k, depth, Math.min(TERMS, depth - k), sums);
    }
  }

  private static void add(byte[] x, int x0, byte[] w, int w0, int depth, int terms, int[] sums) {
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
    unpack(a0, sums, 0);
    unpack(a1, sums, 2);
    unpack(b0, sums, 4);
    unpack(b1, sums, 6);
    unpack(c0, sums, 8);
    unpack(c1, sums, 10);
    unpack(d0, sums, 12);
    unpack(d1, sums, 14);
    unpack(e0, sums, 16);
    unpack(e1, sums, 18);
    unpack(f0, sums, 20);
    unpack(f1, sums, 22);
  }

  private static void unpack(long packed, int[] sums, int to) {
    long low = packed << REST >> REST;
    sums[to] += (int) low;
    sums[to + 1] += (int) ((packed - low) >> FIELD);
  }
}

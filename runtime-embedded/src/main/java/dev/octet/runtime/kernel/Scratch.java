package dev.octet.runtime.kernel;

/** One worker's scratch, as large as the most demanding kernel asks for. */
public final class Scratch {
  /** Float scratch. */
  public final float[] floats;

  /** Int scratch. */
  public final int[] ints;

  private int[][] rows = new int[0][];
  private float[][] floatRows = new float[0][];
  private byte[] bytes = new byte[0];
  private long[] longs = new long[0];

  /** Allocates scratch of the given sizes. */
  public Scratch(int floats, int ints) {
    this.floats = new float[floats];
    this.ints = new int[ints];
  }

  /** Scratch for any of these kernels, one at a time. */
  public static Scratch of(Kernel[] kernels) {
    int floats = 0;
    int ints = 0;
    for (Kernel kernel : kernels) {
      floats = Math.max(floats, kernel.scratchFloats());
      ints = Math.max(ints, kernel.scratchInts());
    }
    return new Scratch(floats, ints);
  }

  /**
   * Int rows that are arrays of their own, because the JIT compiler vectorizes a loop over several
   * arrays only where it can see that they do not overlap. They are allocated when first asked for
   * and then kept.
   *
   * @param count how many rows
   * @param length elements of each row, at least
   */
  public int[][] rows(int count, int length) {
    if (rows.length < count || (count > 0 && rows[count - 1].length < length)) {
      grow(count, length);
    }
    return rows;
  }

  /** The same of floats. */
  public float[][] floatRows(int count, int length) {
    if (floatRows.length < count || (count > 0 && floatRows[count - 1].length < length)) {
      growFloats(count, length);
    }
    return floatRows;
  }

  /** At least this many bytes, allocated when first asked for and then kept. */
  public byte[] bytes(int count) {
    if (bytes.length < count) {
      bytes = new byte[count];
    }
    return bytes;
  }

  /** At least this many longs, allocated when first asked for and then kept. */
  public long[] longs(int count) {
    if (longs.length < count) {
      longs = new long[count];
    }
    return longs;
  }

  private void grow(int count, int length) {
    int[][] grown = new int[Math.max(count, rows.length)][];
    for (int i = 0; i < grown.length; i++) {
      int size = i < count ? length : 0;
      grown[i] = i < rows.length && rows[i].length >= size ? rows[i] : new int[size];
    }
    rows = grown;
  }

  private void growFloats(int count, int length) {
    float[][] grown = new float[Math.max(count, floatRows.length)][];
    for (int i = 0; i < grown.length; i++) {
      int size = i < count ? length : 0;
      boolean kept = i < floatRows.length && floatRows[i].length >= size;
      grown[i] = kept ? floatRows[i] : new float[size];
    }
    floatRows = grown;
  }
}

package dev.octet.runtime.kernel.scalar.product;

/**
 * Rows of ints that loops run over whole. C2 lets a loop do one element by itself, then as many as
 * fill its unrolled vectors, and the rest one by one; so the first element is of no use, and rows
 * are filled up with some that are of no use either.
 */
public final class PixelRows {
  /** Index of the first element of use. */
  public static final int FIRST = 1;

  /** Elements of an unrolled loop of four vectors of 128 bits. */
  private static final int UNROLLED = 16;

  /** So many elements one by one take no longer than an unrolled loop. */
  private static final int FEW = 3;

  private PixelRows() {}

  /** The length of a row for a number of elements. */
  public static int length(int elements) {
    return FIRST + (elements + UNROLLED - 1) / UNROLLED * UNROLLED;
  }

  /** The length of rows without a first element of no use: filled up where it pays. */
  public static int padded(int elements) {
    int rest = (elements - FIRST) % UNROLLED;
    return rest <= FEW ? elements : elements + UNROLLED - rest;
  }

  /** Copies bytes into a row. */
  public static void widen(byte[] from, int at, int[] row, int count) {
    for (int i = 0; i < count; i++) {
      row[FIRST + i] = from[at + i];
    }
  }

  /** Copies shorts into a row. */
  public static void widen(short[] from, int at, int[] row, int count) {
    for (int i = 0; i < count; i++) {
      row[FIRST + i] = from[at + i];
    }
  }

  /**
   * Gathers one element of each pixel.
   *
   * @param origin where a pixel's channel 0 is in {@code x}; negative: its element is {@code pad}
   */
  static void gather(int[] row, byte[] x, int[] origin, int channel, short pad, int count) {
    for (int p = 0; p < count; p++) {
      int at = origin[p];
      row[p] = at < 0 ? pad : x[at + channel];
    }
  }

  /** The same for shorts in rows of ints. */
  static void gather(int[] row, short[] x, int[] origin, int channel, short pad, int count) {
    for (int p = 0; p < count; p++) {
      int at = origin[p];
      row[p] = at < 0 ? pad : x[at + channel];
    }
  }

  /** The same for bytes in rows of floats. */
  static void gather(float[] row, byte[] x, int[] origin, int channel, short pad, int count) {
    for (int p = 0; p < count; p++) {
      int at = origin[p];
      row[p] = at < 0 ? pad : x[at + channel];
    }
  }

  /** The same for shorts in rows of floats. */
  static void gather(float[] row, short[] x, int[] origin, int channel, short pad, int count) {
    for (int p = 0; p < count; p++) {
      int at = origin[p];
      row[p] = at < 0 ? pad : x[at + channel];
    }
  }
}

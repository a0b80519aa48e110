package dev.octet.runtime.vector.tiles;

import dev.octet.runtime.vector.dense.StemConvolution;
import dev.octet.runtime.vector.lanes.Lanes;
import jdk.incubator.vector.FloatVector;

/**
 * The inner loops of {@link StemConvolution}. The distance between two pixels is a constant, so
 * that C2 makes it part of an address: one that it must compute and keep for each pixel costs as
 * much as the product. Windows are read where they are in the rows, each term at a place from a
 * table.
 */
public final class StemTiles {
  /** Elements from one pixel's window to the next one's. */
  public static final int DISTANCE = 6;

  /** Fewest pixels of a row. */
  public static final int FEWEST = 8;

  private StemTiles() {}

  /**
   * Sums of 16 pixels and one vector of outputs.
   *
   * @param x the ring of rows, and room for sums
   * @param xo how far the first pixel's window is behind the row's first
   * @param taps where each term is read for the row's first pixel
   * @param depth terms of a sum
   * @param w weights, [depth][lanes]
   * @param wo first weight
   * @param b what sums start from
   * @param bo first of these
   * @param to where sums go in {@code x}, [pixels][lanes]
   */
  public static void tile16(
      float[] x, int xo, int[] taps, int depth, float[] w, int wo, float[] b, int bo, int to) {
    int n = Lanes.COUNT;
    FloatVector b0 = FloatVector.fromArray(Lanes.FLOAT, b, bo);
    FloatVector a0 = b0;
    FloatVector a1 = b0;
    FloatVector a2 = b0;
    FloatVector a3 = b0;
    FloatVector a4 = b0;
    FloatVector a5 = b0;
    FloatVector a6 = b0;
    FloatVector a7 = b0;
    FloatVector a8 = b0;
    FloatVector a9 = b0;
    FloatVector a10 = b0;
    FloatVector a11 = b0;
    FloatVector a12 = b0;
    FloatVector a13 = b0;
    FloatVector a14 = b0;
    FloatVector a15 = b0;
    for (int k = 0; k < depth; k++) {
      int at = xo + taps[k];
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, wo + k * n);
      FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[at]);
      a0 = v.fma(w0, a0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + DISTANCE]);
      a1 = v.fma(w0, a1);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + 2 * DISTANCE]);
      a2 = v.fma(w0, a2);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + 3 * DISTANCE]);
      a3 = v.fma(w0, a3);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + 4 * DISTANCE]);
      a4 = v.fma(w0, a4);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + 5 * DISTANCE]);
      a5 = v.fma(w0, a5);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + 6 * DISTANCE]);
      a6 = v.fma(w0, a6);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + 7 * DISTANCE]);
      a7 = v.fma(w0, a7);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + 8 * DISTANCE]);
      a8 = v.fma(w0, a8);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + 9 * DISTANCE]);
      a9 = v.fma(w0, a9);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + 10 * DISTANCE]);
      a10 = v.fma(w0, a10);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + 11 * DISTANCE]);
      a11 = v.fma(w0, a11);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + 12 * DISTANCE]);
      a12 = v.fma(w0, a12);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + 13 * DISTANCE]);
      a13 = v.fma(w0, a13);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + 14 * DISTANCE]);
      a14 = v.fma(w0, a14);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + 15 * DISTANCE]);
      a15 = v.fma(w0, a15);
    }
    ((FloatVector) Lanes.FLOATS.cast(a0)).intoArray(x, to);
    ((FloatVector) Lanes.FLOATS.cast(a1)).intoArray(x, to + n);
    ((FloatVector) Lanes.FLOATS.cast(a2)).intoArray(x, to + 2 * n);
    ((FloatVector) Lanes.FLOATS.cast(a3)).intoArray(x, to + 3 * n);
    ((FloatVector) Lanes.FLOATS.cast(a4)).intoArray(x, to + 4 * n);
    ((FloatVector) Lanes.FLOATS.cast(a5)).intoArray(x, to + 5 * n);
    ((FloatVector) Lanes.FLOATS.cast(a6)).intoArray(x, to + 6 * n);
    ((FloatVector) Lanes.FLOATS.cast(a7)).intoArray(x, to + 7 * n);
    ((FloatVector) Lanes.FLOATS.cast(a8)).intoArray(x, to + 8 * n);
    ((FloatVector) Lanes.FLOATS.cast(a9)).intoArray(x, to + 9 * n);
    ((FloatVector) Lanes.FLOATS.cast(a10)).intoArray(x, to + 10 * n);
    ((FloatVector) Lanes.FLOATS.cast(a11)).intoArray(x, to + 11 * n);
    ((FloatVector) Lanes.FLOATS.cast(a12)).intoArray(x, to + 12 * n);
    ((FloatVector) Lanes.FLOATS.cast(a13)).intoArray(x, to + 13 * n);
    ((FloatVector) Lanes.FLOATS.cast(a14)).intoArray(x, to + 14 * n);
    ((FloatVector) Lanes.FLOATS.cast(a15)).intoArray(x, to + 15 * n);
  }

  /** Sums of 8 pixels and one vector of outputs. */
  public static void tile8(
      float[] x, int xo, int[] taps, int depth, float[] w, int wo, float[] b, int bo, int to) {
    int n = Lanes.COUNT;
    FloatVector b0 = FloatVector.fromArray(Lanes.FLOAT, b, bo);
    FloatVector a0 = b0;
    FloatVector a1 = b0;
    FloatVector a2 = b0;
    FloatVector a3 = b0;
    FloatVector a4 = b0;
    FloatVector a5 = b0;
    FloatVector a6 = b0;
    FloatVector a7 = b0;
    for (int k = 0; k < depth; k++) {
      int at = xo + taps[k];
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, wo + k * n);
      FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[at]);
      a0 = v.fma(w0, a0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + DISTANCE]);
      a1 = v.fma(w0, a1);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + 2 * DISTANCE]);
      a2 = v.fma(w0, a2);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + 3 * DISTANCE]);
      a3 = v.fma(w0, a3);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + 4 * DISTANCE]);
      a4 = v.fma(w0, a4);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + 5 * DISTANCE]);
      a5 = v.fma(w0, a5);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + 6 * DISTANCE]);
      a6 = v.fma(w0, a6);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + 7 * DISTANCE]);
      a7 = v.fma(w0, a7);
    }
    ((FloatVector) Lanes.FLOATS.cast(a0)).intoArray(x, to);
    ((FloatVector) Lanes.FLOATS.cast(a1)).intoArray(x, to + n);
    ((FloatVector) Lanes.FLOATS.cast(a2)).intoArray(x, to + 2 * n);
    ((FloatVector) Lanes.FLOATS.cast(a3)).intoArray(x, to + 3 * n);
    ((FloatVector) Lanes.FLOATS.cast(a4)).intoArray(x, to + 4 * n);
    ((FloatVector) Lanes.FLOATS.cast(a5)).intoArray(x, to + 5 * n);
    ((FloatVector) Lanes.FLOATS.cast(a6)).intoArray(x, to + 6 * n);
    ((FloatVector) Lanes.FLOATS.cast(a7)).intoArray(x, to + 7 * n);
  }

  /** Sums of 8 pixels and two vectors of outputs, the second behind {@code plane} floats. */
  public static void pair8(
      float[] x,
      int xo,
      int[] taps,
      int depth,
      float[] w,
      int wo,
      float[] b,
      int bo,
      int to,
      int plane) {
    int n = Lanes.COUNT;
    FloatVector b0 = FloatVector.fromArray(Lanes.FLOAT, b, bo);
    FloatVector b1 = FloatVector.fromArray(Lanes.FLOAT, b, bo + n);
    FloatVector a0 = b0;
    FloatVector a1 = b0;
    FloatVector a2 = b0;
    FloatVector a3 = b0;
    FloatVector a4 = b0;
    FloatVector a5 = b0;
    FloatVector a6 = b0;
    FloatVector a7 = b0;
    FloatVector c0 = b1;
    FloatVector c1 = b1;
    FloatVector c2 = b1;
    FloatVector c3 = b1;
    FloatVector c4 = b1;
    FloatVector c5 = b1;
    FloatVector c6 = b1;
    FloatVector c7 = b1;
    int more = wo + depth * n;
    int far = to + plane;
    for (int k = 0; k < depth; k++) {
      int at = xo + taps[k];
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, wo + k * n);
      FloatVector w1 = FloatVector.fromArray(Lanes.FLOAT, w, more + k * n);
      FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[at]);
      a0 = v.fma(w0, a0);
      c0 = v.fma(w1, c0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + DISTANCE]);
      a1 = v.fma(w0, a1);
      c1 = v.fma(w1, c1);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + 2 * DISTANCE]);
      a2 = v.fma(w0, a2);
      c2 = v.fma(w1, c2);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + 3 * DISTANCE]);
      a3 = v.fma(w0, a3);
      c3 = v.fma(w1, c3);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + 4 * DISTANCE]);
      a4 = v.fma(w0, a4);
      c4 = v.fma(w1, c4);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + 5 * DISTANCE]);
      a5 = v.fma(w0, a5);
      c5 = v.fma(w1, c5);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + 6 * DISTANCE]);
      a6 = v.fma(w0, a6);
      c6 = v.fma(w1, c6);
      v = FloatVector.broadcast(Lanes.FLOAT, x[at + 7 * DISTANCE]);
      a7 = v.fma(w0, a7);
      c7 = v.fma(w1, c7);
    }
    ((FloatVector) Lanes.FLOATS.cast(a0)).intoArray(x, to);
    ((FloatVector) Lanes.FLOATS.cast(a1)).intoArray(x, to + n);
    ((FloatVector) Lanes.FLOATS.cast(a2)).intoArray(x, to + 2 * n);
    ((FloatVector) Lanes.FLOATS.cast(a3)).intoArray(x, to + 3 * n);
    ((FloatVector) Lanes.FLOATS.cast(a4)).intoArray(x, to + 4 * n);
    ((FloatVector) Lanes.FLOATS.cast(a5)).intoArray(x, to + 5 * n);
    ((FloatVector) Lanes.FLOATS.cast(a6)).intoArray(x, to + 6 * n);
    ((FloatVector) Lanes.FLOATS.cast(a7)).intoArray(x, to + 7 * n);
    ((FloatVector) Lanes.FLOATS.cast(c0)).intoArray(x, far);
    ((FloatVector) Lanes.FLOATS.cast(c1)).intoArray(x, far + n);
    ((FloatVector) Lanes.FLOATS.cast(c2)).intoArray(x, far + 2 * n);
    ((FloatVector) Lanes.FLOATS.cast(c3)).intoArray(x, far + 3 * n);
    ((FloatVector) Lanes.FLOATS.cast(c4)).intoArray(x, far + 4 * n);
    ((FloatVector) Lanes.FLOATS.cast(c5)).intoArray(x, far + 5 * n);
    ((FloatVector) Lanes.FLOATS.cast(c6)).intoArray(x, far + 6 * n);
    ((FloatVector) Lanes.FLOATS.cast(c7)).intoArray(x, far + 7 * n);
  }
}

package dev.octet.runtime.vector.tiles;

import dev.octet.runtime.vector.dense.FloatTiles;
import dev.octet.runtime.vector.lanes.Lanes;
import jdk.incubator.vector.FloatVector;

/** Tiles of panels of four vectors, see {@link FloatTiles}; named by their pixels. */
@SuppressWarnings("UnusedVariable") // a tile of one pixel takes a pitch, too: one signature for all
public final class FloatTiles4 {
  private FloatTiles4() {}

  /** See {@link FloatTiles#multiply}. */
  public static void multiply(
      float[] x,
      int xo,
      int pitch,
      int pixels,
      int depth,
      float[] w,
      int wo,
      float[] b,
      int bo,
      float[] acc,
      int ao) {
    int width = 4 * Lanes.COUNT;
    int p = 0;
    for (; p <= pixels - 4; p += 4) {
      tile4(x, xo + p * pitch, pitch, depth, w, wo, b, bo, acc, ao + p * width);
    }
    for (; p < pixels; p++) {
      tile1(x, xo + p * pitch, pitch, depth, w, wo, b, bo, acc, ao + p * width);
    }
  }

  private static void tile4(
      float[] x,
      int xo,
      int pitch,
      int depth,
      float[] w,
      int wo,
      float[] b,
      int bo,
      float[] acc,
      int ao) {
    int n = Lanes.COUNT;
    FloatVector b0 = FloatVector.fromArray(Lanes.FLOAT, b, bo);
    FloatVector b1 = FloatVector.fromArray(Lanes.FLOAT, b, bo + n);
    FloatVector b2 = FloatVector.fromArray(Lanes.FLOAT, b, bo + 2 * n);
    FloatVector b3 = FloatVector.fromArray(Lanes.FLOAT, b, bo + 3 * n);
    FloatVector a00 = b0;
    FloatVector a01 = b1;
    FloatVector a02 = b2;
    FloatVector a03 = b3;
    FloatVector a10 = b0;
    FloatVector a11 = b1;
    FloatVector a12 = b2;
    FloatVector a13 = b3;
    FloatVector a20 = b0;
    FloatVector a21 = b1;
    FloatVector a22 = b2;
    FloatVector a23 = b3;
    FloatVector a30 = b0;
    FloatVector a31 = b1;
    FloatVector a32 = b2;
    FloatVector a33 = b3;
    int x2 = pitch + pitch;
    int x3 = x2 + pitch;
    int before = wo - xo * (4 * n);
    int end = xo + depth;
    for (int k = xo; k < end; k++) {
      int row = before + k * (4 * n);
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, row);
      FloatVector w1 = FloatVector.fromArray(Lanes.FLOAT, w, row + n);
      FloatVector w2 = FloatVector.fromArray(Lanes.FLOAT, w, row + 2 * n);
      FloatVector w3 = FloatVector.fromArray(Lanes.FLOAT, w, row + 3 * n);
      FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[k]);
      a00 = v.fma(w0, a00);
      a01 = v.fma(w1, a01);
      a02 = v.fma(w2, a02);
      a03 = v.fma(w3, a03);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + pitch]);
      a10 = v.fma(w0, a10);
      a11 = v.fma(w1, a11);
      a12 = v.fma(w2, a12);
      a13 = v.fma(w3, a13);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + x2]);
      a20 = v.fma(w0, a20);
      a21 = v.fma(w1, a21);
      a22 = v.fma(w2, a22);
      a23 = v.fma(w3, a23);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + x3]);
      a30 = v.fma(w0, a30);
      a31 = v.fma(w1, a31);
      a32 = v.fma(w2, a32);
      a33 = v.fma(w3, a33);
    }
    ((FloatVector) Lanes.FLOATS.cast(a00)).intoArray(acc, ao);
    ((FloatVector) Lanes.FLOATS.cast(a01)).intoArray(acc, ao + n);
    ((FloatVector) Lanes.FLOATS.cast(a02)).intoArray(acc, ao + 2 * n);
    ((FloatVector) Lanes.FLOATS.cast(a03)).intoArray(acc, ao + 3 * n);
    ((FloatVector) Lanes.FLOATS.cast(a10)).intoArray(acc, ao + 4 * n);
    ((FloatVector) Lanes.FLOATS.cast(a11)).intoArray(acc, ao + 5 * n);
    ((FloatVector) Lanes.FLOATS.cast(a12)).intoArray(acc, ao + 6 * n);
    ((FloatVector) Lanes.FLOATS.cast(a13)).intoArray(acc, ao + 7 * n);
    ((FloatVector) Lanes.FLOATS.cast(a20)).intoArray(acc, ao + 8 * n);
    ((FloatVector) Lanes.FLOATS.cast(a21)).intoArray(acc, ao + 9 * n);
    ((FloatVector) Lanes.FLOATS.cast(a22)).intoArray(acc, ao + 10 * n);
    ((FloatVector) Lanes.FLOATS.cast(a23)).intoArray(acc, ao + 11 * n);
    ((FloatVector) Lanes.FLOATS.cast(a30)).intoArray(acc, ao + 12 * n);
    ((FloatVector) Lanes.FLOATS.cast(a31)).intoArray(acc, ao + 13 * n);
    ((FloatVector) Lanes.FLOATS.cast(a32)).intoArray(acc, ao + 14 * n);
    ((FloatVector) Lanes.FLOATS.cast(a33)).intoArray(acc, ao + 15 * n);
  }

  private static void tile1(
      float[] x,
      int xo,
      int pitch,
      int depth,
      float[] w,
      int wo,
      float[] b,
      int bo,
      float[] acc,
      int ao) {
    int n = Lanes.COUNT;
    FloatVector b0 = FloatVector.fromArray(Lanes.FLOAT, b, bo);
    FloatVector b1 = FloatVector.fromArray(Lanes.FLOAT, b, bo + n);
    FloatVector b2 = FloatVector.fromArray(Lanes.FLOAT, b, bo + 2 * n);
    FloatVector b3 = FloatVector.fromArray(Lanes.FLOAT, b, bo + 3 * n);
    FloatVector a00 = b0;
    FloatVector a01 = b1;
    FloatVector a02 = b2;
    FloatVector a03 = b3;
    int before = wo - xo * (4 * n);
    int end = xo + depth;
    for (int k = xo; k < end; k++) {
      int row = before + k * (4 * n);
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, row);
      FloatVector w1 = FloatVector.fromArray(Lanes.FLOAT, w, row + n);
      FloatVector w2 = FloatVector.fromArray(Lanes.FLOAT, w, row + 2 * n);
      FloatVector w3 = FloatVector.fromArray(Lanes.FLOAT, w, row + 3 * n);
      FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[k]);
      a00 = v.fma(w0, a00);
      a01 = v.fma(w1, a01);
      a02 = v.fma(w2, a02);
      a03 = v.fma(w3, a03);
    }
    ((FloatVector) Lanes.FLOATS.cast(a00)).intoArray(acc, ao);
    ((FloatVector) Lanes.FLOATS.cast(a01)).intoArray(acc, ao + n);
    ((FloatVector) Lanes.FLOATS.cast(a02)).intoArray(acc, ao + 2 * n);
    ((FloatVector) Lanes.FLOATS.cast(a03)).intoArray(acc, ao + 3 * n);
  }
}

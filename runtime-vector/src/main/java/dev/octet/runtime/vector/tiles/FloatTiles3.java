package dev.octet.runtime.vector.tiles;

import dev.octet.runtime.vector.dense.FloatTiles;
import dev.octet.runtime.vector.lanes.Lanes;
import jdk.incubator.vector.FloatVector;

/** Tiles of panels of three vectors, see {@link FloatTiles}; named by their pixels. */
@SuppressWarnings("UnusedVariable") // a tile of one pixel takes a pitch, too: one signature for all
public final class FloatTiles3 {
  private FloatTiles3() {}

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
    int width = 3 * Lanes.COUNT;
    int p = 0;
    for (; p <= pixels - 8; p += 8) {
      tile8(x, xo + p * pitch, pitch, depth, w, wo, b, bo, acc, ao + p * width);
    }
    for (; p <= pixels - 4; p += 4) {
      tile4(x, xo + p * pitch, pitch, depth, w, wo, b, bo, acc, ao + p * width);
    }
    for (; p < pixels; p++) {
      tile1(x, xo + p * pitch, pitch, depth, w, wo, b, bo, acc, ao + p * width);
    }
  }

  private static void tile8(
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
    FloatVector a00 = b0;
    FloatVector a01 = b1;
    FloatVector a02 = b2;
    FloatVector a10 = b0;
    FloatVector a11 = b1;
    FloatVector a12 = b2;
    FloatVector a20 = b0;
    FloatVector a21 = b1;
    FloatVector a22 = b2;
    FloatVector a30 = b0;
    FloatVector a31 = b1;
    FloatVector a32 = b2;
    FloatVector a40 = b0;
    FloatVector a41 = b1;
    FloatVector a42 = b2;
    FloatVector a50 = b0;
    FloatVector a51 = b1;
    FloatVector a52 = b2;
    FloatVector a60 = b0;
    FloatVector a61 = b1;
    FloatVector a62 = b2;
    FloatVector a70 = b0;
    FloatVector a71 = b1;
    FloatVector a72 = b2;
    int x2 = pitch + pitch;
    int x3 = x2 + pitch;
    int x4 = x3 + pitch;
    int x5 = x4 + pitch;
    int x6 = x5 + pitch;
    int x7 = x6 + pitch;
    int before = wo - xo * (3 * n);
    int end = xo + depth;
    for (int k = xo; k < end; k++) {
      int row = before + k * (3 * n);
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, row);
      FloatVector w1 = FloatVector.fromArray(Lanes.FLOAT, w, row + n);
      FloatVector w2 = FloatVector.fromArray(Lanes.FLOAT, w, row + 2 * n);
      FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[k]);
      a00 = v.fma(w0, a00);
      a01 = v.fma(w1, a01);
      a02 = v.fma(w2, a02);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + pitch]);
      a10 = v.fma(w0, a10);
      a11 = v.fma(w1, a11);
      a12 = v.fma(w2, a12);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + x2]);
      a20 = v.fma(w0, a20);
      a21 = v.fma(w1, a21);
      a22 = v.fma(w2, a22);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + x3]);
      a30 = v.fma(w0, a30);
      a31 = v.fma(w1, a31);
      a32 = v.fma(w2, a32);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + x4]);
      a40 = v.fma(w0, a40);
      a41 = v.fma(w1, a41);
      a42 = v.fma(w2, a42);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + x5]);
      a50 = v.fma(w0, a50);
      a51 = v.fma(w1, a51);
      a52 = v.fma(w2, a52);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + x6]);
      a60 = v.fma(w0, a60);
      a61 = v.fma(w1, a61);
      a62 = v.fma(w2, a62);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + x7]);
      a70 = v.fma(w0, a70);
      a71 = v.fma(w1, a71);
      a72 = v.fma(w2, a72);
    }
    ((FloatVector) Lanes.FLOATS.cast(a00)).intoArray(acc, ao);
    ((FloatVector) Lanes.FLOATS.cast(a01)).intoArray(acc, ao + n);
    ((FloatVector) Lanes.FLOATS.cast(a02)).intoArray(acc, ao + 2 * n);
    ((FloatVector) Lanes.FLOATS.cast(a10)).intoArray(acc, ao + 3 * n);
    ((FloatVector) Lanes.FLOATS.cast(a11)).intoArray(acc, ao + 4 * n);
    ((FloatVector) Lanes.FLOATS.cast(a12)).intoArray(acc, ao + 5 * n);
    ((FloatVector) Lanes.FLOATS.cast(a20)).intoArray(acc, ao + 6 * n);
    ((FloatVector) Lanes.FLOATS.cast(a21)).intoArray(acc, ao + 7 * n);
    ((FloatVector) Lanes.FLOATS.cast(a22)).intoArray(acc, ao + 8 * n);
    ((FloatVector) Lanes.FLOATS.cast(a30)).intoArray(acc, ao + 9 * n);
    ((FloatVector) Lanes.FLOATS.cast(a31)).intoArray(acc, ao + 10 * n);
    ((FloatVector) Lanes.FLOATS.cast(a32)).intoArray(acc, ao + 11 * n);
    ((FloatVector) Lanes.FLOATS.cast(a40)).intoArray(acc, ao + 12 * n);
    ((FloatVector) Lanes.FLOATS.cast(a41)).intoArray(acc, ao + 13 * n);
    ((FloatVector) Lanes.FLOATS.cast(a42)).intoArray(acc, ao + 14 * n);
    ((FloatVector) Lanes.FLOATS.cast(a50)).intoArray(acc, ao + 15 * n);
    ((FloatVector) Lanes.FLOATS.cast(a51)).intoArray(acc, ao + 16 * n);
    ((FloatVector) Lanes.FLOATS.cast(a52)).intoArray(acc, ao + 17 * n);
    ((FloatVector) Lanes.FLOATS.cast(a60)).intoArray(acc, ao + 18 * n);
    ((FloatVector) Lanes.FLOATS.cast(a61)).intoArray(acc, ao + 19 * n);
    ((FloatVector) Lanes.FLOATS.cast(a62)).intoArray(acc, ao + 20 * n);
    ((FloatVector) Lanes.FLOATS.cast(a70)).intoArray(acc, ao + 21 * n);
    ((FloatVector) Lanes.FLOATS.cast(a71)).intoArray(acc, ao + 22 * n);
    ((FloatVector) Lanes.FLOATS.cast(a72)).intoArray(acc, ao + 23 * n);
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
    FloatVector a00 = b0;
    FloatVector a01 = b1;
    FloatVector a02 = b2;
    FloatVector a10 = b0;
    FloatVector a11 = b1;
    FloatVector a12 = b2;
    FloatVector a20 = b0;
    FloatVector a21 = b1;
    FloatVector a22 = b2;
    FloatVector a30 = b0;
    FloatVector a31 = b1;
    FloatVector a32 = b2;
    int x2 = pitch + pitch;
    int x3 = x2 + pitch;
    int before = wo - xo * (3 * n);
    int end = xo + depth;
    for (int k = xo; k < end; k++) {
      int row = before + k * (3 * n);
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, row);
      FloatVector w1 = FloatVector.fromArray(Lanes.FLOAT, w, row + n);
      FloatVector w2 = FloatVector.fromArray(Lanes.FLOAT, w, row + 2 * n);
      FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[k]);
      a00 = v.fma(w0, a00);
      a01 = v.fma(w1, a01);
      a02 = v.fma(w2, a02);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + pitch]);
      a10 = v.fma(w0, a10);
      a11 = v.fma(w1, a11);
      a12 = v.fma(w2, a12);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + x2]);
      a20 = v.fma(w0, a20);
      a21 = v.fma(w1, a21);
      a22 = v.fma(w2, a22);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + x3]);
      a30 = v.fma(w0, a30);
      a31 = v.fma(w1, a31);
      a32 = v.fma(w2, a32);
    }
    ((FloatVector) Lanes.FLOATS.cast(a00)).intoArray(acc, ao);
    ((FloatVector) Lanes.FLOATS.cast(a01)).intoArray(acc, ao + n);
    ((FloatVector) Lanes.FLOATS.cast(a02)).intoArray(acc, ao + 2 * n);
    ((FloatVector) Lanes.FLOATS.cast(a10)).intoArray(acc, ao + 3 * n);
    ((FloatVector) Lanes.FLOATS.cast(a11)).intoArray(acc, ao + 4 * n);
    ((FloatVector) Lanes.FLOATS.cast(a12)).intoArray(acc, ao + 5 * n);
    ((FloatVector) Lanes.FLOATS.cast(a20)).intoArray(acc, ao + 6 * n);
    ((FloatVector) Lanes.FLOATS.cast(a21)).intoArray(acc, ao + 7 * n);
    ((FloatVector) Lanes.FLOATS.cast(a22)).intoArray(acc, ao + 8 * n);
    ((FloatVector) Lanes.FLOATS.cast(a30)).intoArray(acc, ao + 9 * n);
    ((FloatVector) Lanes.FLOATS.cast(a31)).intoArray(acc, ao + 10 * n);
    ((FloatVector) Lanes.FLOATS.cast(a32)).intoArray(acc, ao + 11 * n);
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
    FloatVector a00 = b0;
    FloatVector a01 = b1;
    FloatVector a02 = b2;
    int before = wo - xo * (3 * n);
    int end = xo + depth;
    for (int k = xo; k < end; k++) {
      int row = before + k * (3 * n);
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, row);
      FloatVector w1 = FloatVector.fromArray(Lanes.FLOAT, w, row + n);
      FloatVector w2 = FloatVector.fromArray(Lanes.FLOAT, w, row + 2 * n);
      FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[k]);
      a00 = v.fma(w0, a00);
      a01 = v.fma(w1, a01);
      a02 = v.fma(w2, a02);
    }
    ((FloatVector) Lanes.FLOATS.cast(a00)).intoArray(acc, ao);
    ((FloatVector) Lanes.FLOATS.cast(a01)).intoArray(acc, ao + n);
    ((FloatVector) Lanes.FLOATS.cast(a02)).intoArray(acc, ao + 2 * n);
  }
}

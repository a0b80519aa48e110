package dev.octet.runtime.vector.tiles;

import dev.octet.runtime.vector.dense.FloatTiles;
import dev.octet.runtime.vector.lanes.Lanes;
import jdk.incubator.vector.FloatVector;

/** Tiles of panels of one vector, see {@link FloatTiles}; named by their pixels. */
@SuppressWarnings("UnusedVariable") // a tile of one pixel takes a pitch, too: one signature for all
public final class FloatTiles1 {
  private FloatTiles1() {}

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
    int width = 1 * Lanes.COUNT;
    int p = 0;
    for (; p <= pixels - 16; p += 16) {
      tile16(x, xo + p * pitch, pitch, depth, w, wo, b, bo, acc, ao + p * width);
    }
    for (; p <= pixels - 4; p += 4) {
      tile4(x, xo + p * pitch, pitch, depth, w, wo, b, bo, acc, ao + p * width);
    }
    for (; p < pixels; p++) {
      tile1(x, xo + p * pitch, pitch, depth, w, wo, b, bo, acc, ao + p * width);
    }
  }

  private static void tile16(
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
    FloatVector a0_0 = b0;
    FloatVector a1_0 = b0;
    FloatVector a2_0 = b0;
    FloatVector a3_0 = b0;
    FloatVector a4_0 = b0;
    FloatVector a5_0 = b0;
    FloatVector a6_0 = b0;
    FloatVector a7_0 = b0;
    FloatVector a8_0 = b0;
    FloatVector a9_0 = b0;
    FloatVector a10_0 = b0;
    FloatVector a11_0 = b0;
    FloatVector a12_0 = b0;
    FloatVector a13_0 = b0;
    FloatVector a14_0 = b0;
    FloatVector a15_0 = b0;
    int x2 = pitch + pitch;
    int x3 = x2 + pitch;
    int x4 = x3 + pitch;
    int x5 = x4 + pitch;
    int x6 = x5 + pitch;
    int x7 = x6 + pitch;
    int x8 = x7 + pitch;
    int x9 = x8 + pitch;
    int x10 = x9 + pitch;
    int x11 = x10 + pitch;
    int x12 = x11 + pitch;
    int x13 = x12 + pitch;
    int x14 = x13 + pitch;
    int x15 = x14 + pitch;
    int before = wo - xo * n;
    int end = xo + depth;
    for (int k = xo; k < end; k++) {
      int row = before + k * n;
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, row);
      FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[k]);
      a0_0 = v.fma(w0, a0_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + pitch]);
      a1_0 = v.fma(w0, a1_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + x2]);
      a2_0 = v.fma(w0, a2_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + x3]);
      a3_0 = v.fma(w0, a3_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + x4]);
      a4_0 = v.fma(w0, a4_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + x5]);
      a5_0 = v.fma(w0, a5_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + x6]);
      a6_0 = v.fma(w0, a6_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + x7]);
      a7_0 = v.fma(w0, a7_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + x8]);
      a8_0 = v.fma(w0, a8_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + x9]);
      a9_0 = v.fma(w0, a9_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + x10]);
      a10_0 = v.fma(w0, a10_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + x11]);
      a11_0 = v.fma(w0, a11_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + x12]);
      a12_0 = v.fma(w0, a12_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + x13]);
      a13_0 = v.fma(w0, a13_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + x14]);
      a14_0 = v.fma(w0, a14_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + x15]);
      a15_0 = v.fma(w0, a15_0);
    }
    ((FloatVector) Lanes.FLOATS.cast(a0_0)).intoArray(acc, ao);
    ((FloatVector) Lanes.FLOATS.cast(a1_0)).intoArray(acc, ao + n);
    ((FloatVector) Lanes.FLOATS.cast(a2_0)).intoArray(acc, ao + 2 * n);
    ((FloatVector) Lanes.FLOATS.cast(a3_0)).intoArray(acc, ao + 3 * n);
    ((FloatVector) Lanes.FLOATS.cast(a4_0)).intoArray(acc, ao + 4 * n);
    ((FloatVector) Lanes.FLOATS.cast(a5_0)).intoArray(acc, ao + 5 * n);
    ((FloatVector) Lanes.FLOATS.cast(a6_0)).intoArray(acc, ao + 6 * n);
    ((FloatVector) Lanes.FLOATS.cast(a7_0)).intoArray(acc, ao + 7 * n);
    ((FloatVector) Lanes.FLOATS.cast(a8_0)).intoArray(acc, ao + 8 * n);
    ((FloatVector) Lanes.FLOATS.cast(a9_0)).intoArray(acc, ao + 9 * n);
    ((FloatVector) Lanes.FLOATS.cast(a10_0)).intoArray(acc, ao + 10 * n);
    ((FloatVector) Lanes.FLOATS.cast(a11_0)).intoArray(acc, ao + 11 * n);
    ((FloatVector) Lanes.FLOATS.cast(a12_0)).intoArray(acc, ao + 12 * n);
    ((FloatVector) Lanes.FLOATS.cast(a13_0)).intoArray(acc, ao + 13 * n);
    ((FloatVector) Lanes.FLOATS.cast(a14_0)).intoArray(acc, ao + 14 * n);
    ((FloatVector) Lanes.FLOATS.cast(a15_0)).intoArray(acc, ao + 15 * n);
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
    FloatVector a00 = b0;
    FloatVector a10 = b0;
    FloatVector a20 = b0;
    FloatVector a30 = b0;
    int x2 = pitch + pitch;
    int x3 = x2 + pitch;
    int before = wo - xo * n;
    int end = xo + depth;
    for (int k = xo; k < end; k++) {
      int row = before + k * n;
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, row);
      FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[k]);
      a00 = v.fma(w0, a00);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + pitch]);
      a10 = v.fma(w0, a10);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + x2]);
      a20 = v.fma(w0, a20);
      v = FloatVector.broadcast(Lanes.FLOAT, x[k + x3]);
      a30 = v.fma(w0, a30);
    }
    ((FloatVector) Lanes.FLOATS.cast(a00)).intoArray(acc, ao);
    ((FloatVector) Lanes.FLOATS.cast(a10)).intoArray(acc, ao + n);
    ((FloatVector) Lanes.FLOATS.cast(a20)).intoArray(acc, ao + 2 * n);
    ((FloatVector) Lanes.FLOATS.cast(a30)).intoArray(acc, ao + 3 * n);
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
    FloatVector a00 = b0;
    int before = wo - xo * n;
    int end = xo + depth;
    for (int k = xo; k < end; k++) {
      int row = before + k * n;
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, row);
      FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[k]);
      a00 = v.fma(w0, a00);
    }
    ((FloatVector) Lanes.FLOATS.cast(a00)).intoArray(acc, ao);
  }
}

package dev.octet.runtime.vector;

import jdk.incubator.vector.FloatVector;

/**
 * The inner loops of matrix products: sums of a few pixels times one panel stay in registers. Named
 * pixels x vectors. Float sums are exact here (see {@link Exactness}), so their order is free.
 */
@SuppressWarnings("UnusedVariable") // tiles of one pixel take a pitch, too: one signature for all
final class Tiles {
  private Tiles() {}

  /**
   * Sums of {@code pixels} pixels and one panel.
   *
   * @param x inputs, [pixels][pitch], the first of each pixel being the terms of its sums
   * @param xo first input
   * @param pitch floats between two pixels' inputs
   * @param pixels pixels
   * @param panels the weights
   * @param panel which panel
   * @param acc receives the sums, [pixels][lanes of the panel]
   * @param ao first sum
   */
  static void multiply(
      float[] x, int xo, int pitch, int pixels, Panels panels, int panel, float[] acc, int ao) {
    int depth = panels.depth;
    int vectors = panels.vectors(panel);
    int width = vectors * Lanes.COUNT;
    int wo = panels.start(panel);
    int bo = panels.first(panel);
    float[] w = panels.weights;
    float[] b = panels.bias;
    int p = 0;
    switch (vectors) {
      case 4:
        for (; p <= pixels - 4; p += 4) {
          tile4x4(x, xo + p * pitch, pitch, depth, w, wo, b, bo, acc, ao + p * width);
        }
        for (; p < pixels; p++) {
          tile1x4(x, xo + p * pitch, pitch, depth, w, wo, b, bo, acc, ao + p * width);
        }
        break;
      case 3:
        for (; p <= pixels - 8; p += 8) {
          tile8x3(x, xo + p * pitch, pitch, depth, w, wo, b, bo, acc, ao + p * width);
        }
        for (; p <= pixels - 4; p += 4) {
          tile4x3(x, xo + p * pitch, pitch, depth, w, wo, b, bo, acc, ao + p * width);
        }
        for (; p < pixels; p++) {
          tile1x3(x, xo + p * pitch, pitch, depth, w, wo, b, bo, acc, ao + p * width);
        }
        break;
      case 2:
        for (; p <= pixels - 8; p += 8) {
          tile8x2(x, xo + p * pitch, pitch, depth, w, wo, b, bo, acc, ao + p * width);
        }
        for (; p <= pixels - 4; p += 4) {
          tile4x2(x, xo + p * pitch, pitch, depth, w, wo, b, bo, acc, ao + p * width);
        }
        for (; p < pixels; p++) {
          tile1x2(x, xo + p * pitch, pitch, depth, w, wo, b, bo, acc, ao + p * width);
        }
        break;
      default:
        for (; p <= pixels - 16; p += 16) {
          tile16x1(x, xo + p * pitch, pitch, depth, w, wo, b, bo, acc, ao + p * width);
        }
        for (; p <= pixels - 4; p += 4) {
          tile4x1(x, xo + p * pitch, pitch, depth, w, wo, b, bo, acc, ao + p * width);
        }
        for (; p < pixels; p++) {
          tile1x1(x, xo + p * pitch, pitch, depth, w, wo, b, bo, acc, ao + p * width);
        }
        break;
    }
  }

  private static void tile4x4(
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
    FloatVector zero = FloatVector.zero(Lanes.FLOAT);
    FloatVector a00 = zero;
    FloatVector a01 = zero;
    FloatVector a02 = zero;
    FloatVector a03 = zero;
    FloatVector a10 = zero;
    FloatVector a11 = zero;
    FloatVector a12 = zero;
    FloatVector a13 = zero;
    FloatVector a20 = zero;
    FloatVector a21 = zero;
    FloatVector a22 = zero;
    FloatVector a23 = zero;
    FloatVector a30 = zero;
    FloatVector a31 = zero;
    FloatVector a32 = zero;
    FloatVector a33 = zero;
    int x1 = xo + pitch;
    int x2 = x1 + pitch;
    int x3 = x2 + pitch;
    for (int k = 0; k < depth; k++) {
      int row = wo + k * (4 * n);
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, row);
      FloatVector w1 = FloatVector.fromArray(Lanes.FLOAT, w, row + n);
      FloatVector w2 = FloatVector.fromArray(Lanes.FLOAT, w, row + 2 * n);
      FloatVector w3 = FloatVector.fromArray(Lanes.FLOAT, w, row + 3 * n);
      FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[xo + k]);
      a00 = v.fma(w0, a00);
      a01 = v.fma(w1, a01);
      a02 = v.fma(w2, a02);
      a03 = v.fma(w3, a03);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x1 + k]);
      a10 = v.fma(w0, a10);
      a11 = v.fma(w1, a11);
      a12 = v.fma(w2, a12);
      a13 = v.fma(w3, a13);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x2 + k]);
      a20 = v.fma(w0, a20);
      a21 = v.fma(w1, a21);
      a22 = v.fma(w2, a22);
      a23 = v.fma(w3, a23);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x3 + k]);
      a30 = v.fma(w0, a30);
      a31 = v.fma(w1, a31);
      a32 = v.fma(w2, a32);
      a33 = v.fma(w3, a33);
    }
    FloatVector b0 = FloatVector.fromArray(Lanes.FLOAT, b, bo);
    FloatVector b1 = FloatVector.fromArray(Lanes.FLOAT, b, bo + n);
    FloatVector b2 = FloatVector.fromArray(Lanes.FLOAT, b, bo + 2 * n);
    FloatVector b3 = FloatVector.fromArray(Lanes.FLOAT, b, bo + 3 * n);
    b0.add(a00).intoArray(acc, ao);
    b1.add(a01).intoArray(acc, ao + n);
    b2.add(a02).intoArray(acc, ao + 2 * n);
    b3.add(a03).intoArray(acc, ao + 3 * n);
    b0.add(a10).intoArray(acc, ao + 4 * n);
    b1.add(a11).intoArray(acc, ao + 5 * n);
    b2.add(a12).intoArray(acc, ao + 6 * n);
    b3.add(a13).intoArray(acc, ao + 7 * n);
    b0.add(a20).intoArray(acc, ao + 8 * n);
    b1.add(a21).intoArray(acc, ao + 9 * n);
    b2.add(a22).intoArray(acc, ao + 10 * n);
    b3.add(a23).intoArray(acc, ao + 11 * n);
    b0.add(a30).intoArray(acc, ao + 12 * n);
    b1.add(a31).intoArray(acc, ao + 13 * n);
    b2.add(a32).intoArray(acc, ao + 14 * n);
    b3.add(a33).intoArray(acc, ao + 15 * n);
  }

  private static void tile1x4(
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
    FloatVector zero = FloatVector.zero(Lanes.FLOAT);
    FloatVector a00 = zero;
    FloatVector a01 = zero;
    FloatVector a02 = zero;
    FloatVector a03 = zero;
    for (int k = 0; k < depth; k++) {
      int row = wo + k * (4 * n);
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, row);
      FloatVector w1 = FloatVector.fromArray(Lanes.FLOAT, w, row + n);
      FloatVector w2 = FloatVector.fromArray(Lanes.FLOAT, w, row + 2 * n);
      FloatVector w3 = FloatVector.fromArray(Lanes.FLOAT, w, row + 3 * n);
      FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[xo + k]);
      a00 = v.fma(w0, a00);
      a01 = v.fma(w1, a01);
      a02 = v.fma(w2, a02);
      a03 = v.fma(w3, a03);
    }
    FloatVector b0 = FloatVector.fromArray(Lanes.FLOAT, b, bo);
    FloatVector b1 = FloatVector.fromArray(Lanes.FLOAT, b, bo + n);
    FloatVector b2 = FloatVector.fromArray(Lanes.FLOAT, b, bo + 2 * n);
    FloatVector b3 = FloatVector.fromArray(Lanes.FLOAT, b, bo + 3 * n);
    b0.add(a00).intoArray(acc, ao);
    b1.add(a01).intoArray(acc, ao + n);
    b2.add(a02).intoArray(acc, ao + 2 * n);
    b3.add(a03).intoArray(acc, ao + 3 * n);
  }

  private static void tile8x3(
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
    FloatVector zero = FloatVector.zero(Lanes.FLOAT);
    FloatVector a00 = zero;
    FloatVector a01 = zero;
    FloatVector a02 = zero;
    FloatVector a10 = zero;
    FloatVector a11 = zero;
    FloatVector a12 = zero;
    FloatVector a20 = zero;
    FloatVector a21 = zero;
    FloatVector a22 = zero;
    FloatVector a30 = zero;
    FloatVector a31 = zero;
    FloatVector a32 = zero;
    FloatVector a40 = zero;
    FloatVector a41 = zero;
    FloatVector a42 = zero;
    FloatVector a50 = zero;
    FloatVector a51 = zero;
    FloatVector a52 = zero;
    FloatVector a60 = zero;
    FloatVector a61 = zero;
    FloatVector a62 = zero;
    FloatVector a70 = zero;
    FloatVector a71 = zero;
    FloatVector a72 = zero;
    int x1 = xo + pitch;
    int x2 = x1 + pitch;
    int x3 = x2 + pitch;
    int x4 = x3 + pitch;
    int x5 = x4 + pitch;
    int x6 = x5 + pitch;
    int x7 = x6 + pitch;
    for (int k = 0; k < depth; k++) {
      int row = wo + k * (3 * n);
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, row);
      FloatVector w1 = FloatVector.fromArray(Lanes.FLOAT, w, row + n);
      FloatVector w2 = FloatVector.fromArray(Lanes.FLOAT, w, row + 2 * n);
      FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[xo + k]);
      a00 = v.fma(w0, a00);
      a01 = v.fma(w1, a01);
      a02 = v.fma(w2, a02);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x1 + k]);
      a10 = v.fma(w0, a10);
      a11 = v.fma(w1, a11);
      a12 = v.fma(w2, a12);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x2 + k]);
      a20 = v.fma(w0, a20);
      a21 = v.fma(w1, a21);
      a22 = v.fma(w2, a22);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x3 + k]);
      a30 = v.fma(w0, a30);
      a31 = v.fma(w1, a31);
      a32 = v.fma(w2, a32);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x4 + k]);
      a40 = v.fma(w0, a40);
      a41 = v.fma(w1, a41);
      a42 = v.fma(w2, a42);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x5 + k]);
      a50 = v.fma(w0, a50);
      a51 = v.fma(w1, a51);
      a52 = v.fma(w2, a52);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x6 + k]);
      a60 = v.fma(w0, a60);
      a61 = v.fma(w1, a61);
      a62 = v.fma(w2, a62);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x7 + k]);
      a70 = v.fma(w0, a70);
      a71 = v.fma(w1, a71);
      a72 = v.fma(w2, a72);
    }
    FloatVector b0 = FloatVector.fromArray(Lanes.FLOAT, b, bo);
    FloatVector b1 = FloatVector.fromArray(Lanes.FLOAT, b, bo + n);
    FloatVector b2 = FloatVector.fromArray(Lanes.FLOAT, b, bo + 2 * n);
    b0.add(a00).intoArray(acc, ao);
    b1.add(a01).intoArray(acc, ao + n);
    b2.add(a02).intoArray(acc, ao + 2 * n);
    b0.add(a10).intoArray(acc, ao + 3 * n);
    b1.add(a11).intoArray(acc, ao + 4 * n);
    b2.add(a12).intoArray(acc, ao + 5 * n);
    b0.add(a20).intoArray(acc, ao + 6 * n);
    b1.add(a21).intoArray(acc, ao + 7 * n);
    b2.add(a22).intoArray(acc, ao + 8 * n);
    b0.add(a30).intoArray(acc, ao + 9 * n);
    b1.add(a31).intoArray(acc, ao + 10 * n);
    b2.add(a32).intoArray(acc, ao + 11 * n);
    b0.add(a40).intoArray(acc, ao + 12 * n);
    b1.add(a41).intoArray(acc, ao + 13 * n);
    b2.add(a42).intoArray(acc, ao + 14 * n);
    b0.add(a50).intoArray(acc, ao + 15 * n);
    b1.add(a51).intoArray(acc, ao + 16 * n);
    b2.add(a52).intoArray(acc, ao + 17 * n);
    b0.add(a60).intoArray(acc, ao + 18 * n);
    b1.add(a61).intoArray(acc, ao + 19 * n);
    b2.add(a62).intoArray(acc, ao + 20 * n);
    b0.add(a70).intoArray(acc, ao + 21 * n);
    b1.add(a71).intoArray(acc, ao + 22 * n);
    b2.add(a72).intoArray(acc, ao + 23 * n);
  }

  private static void tile4x3(
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
    FloatVector zero = FloatVector.zero(Lanes.FLOAT);
    FloatVector a00 = zero;
    FloatVector a01 = zero;
    FloatVector a02 = zero;
    FloatVector a10 = zero;
    FloatVector a11 = zero;
    FloatVector a12 = zero;
    FloatVector a20 = zero;
    FloatVector a21 = zero;
    FloatVector a22 = zero;
    FloatVector a30 = zero;
    FloatVector a31 = zero;
    FloatVector a32 = zero;
    int x1 = xo + pitch;
    int x2 = x1 + pitch;
    int x3 = x2 + pitch;
    for (int k = 0; k < depth; k++) {
      int row = wo + k * (3 * n);
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, row);
      FloatVector w1 = FloatVector.fromArray(Lanes.FLOAT, w, row + n);
      FloatVector w2 = FloatVector.fromArray(Lanes.FLOAT, w, row + 2 * n);
      FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[xo + k]);
      a00 = v.fma(w0, a00);
      a01 = v.fma(w1, a01);
      a02 = v.fma(w2, a02);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x1 + k]);
      a10 = v.fma(w0, a10);
      a11 = v.fma(w1, a11);
      a12 = v.fma(w2, a12);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x2 + k]);
      a20 = v.fma(w0, a20);
      a21 = v.fma(w1, a21);
      a22 = v.fma(w2, a22);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x3 + k]);
      a30 = v.fma(w0, a30);
      a31 = v.fma(w1, a31);
      a32 = v.fma(w2, a32);
    }
    FloatVector b0 = FloatVector.fromArray(Lanes.FLOAT, b, bo);
    FloatVector b1 = FloatVector.fromArray(Lanes.FLOAT, b, bo + n);
    FloatVector b2 = FloatVector.fromArray(Lanes.FLOAT, b, bo + 2 * n);
    b0.add(a00).intoArray(acc, ao);
    b1.add(a01).intoArray(acc, ao + n);
    b2.add(a02).intoArray(acc, ao + 2 * n);
    b0.add(a10).intoArray(acc, ao + 3 * n);
    b1.add(a11).intoArray(acc, ao + 4 * n);
    b2.add(a12).intoArray(acc, ao + 5 * n);
    b0.add(a20).intoArray(acc, ao + 6 * n);
    b1.add(a21).intoArray(acc, ao + 7 * n);
    b2.add(a22).intoArray(acc, ao + 8 * n);
    b0.add(a30).intoArray(acc, ao + 9 * n);
    b1.add(a31).intoArray(acc, ao + 10 * n);
    b2.add(a32).intoArray(acc, ao + 11 * n);
  }

  private static void tile1x3(
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
    FloatVector zero = FloatVector.zero(Lanes.FLOAT);
    FloatVector a00 = zero;
    FloatVector a01 = zero;
    FloatVector a02 = zero;
    for (int k = 0; k < depth; k++) {
      int row = wo + k * (3 * n);
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, row);
      FloatVector w1 = FloatVector.fromArray(Lanes.FLOAT, w, row + n);
      FloatVector w2 = FloatVector.fromArray(Lanes.FLOAT, w, row + 2 * n);
      FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[xo + k]);
      a00 = v.fma(w0, a00);
      a01 = v.fma(w1, a01);
      a02 = v.fma(w2, a02);
    }
    FloatVector b0 = FloatVector.fromArray(Lanes.FLOAT, b, bo);
    FloatVector b1 = FloatVector.fromArray(Lanes.FLOAT, b, bo + n);
    FloatVector b2 = FloatVector.fromArray(Lanes.FLOAT, b, bo + 2 * n);
    b0.add(a00).intoArray(acc, ao);
    b1.add(a01).intoArray(acc, ao + n);
    b2.add(a02).intoArray(acc, ao + 2 * n);
  }

  private static void tile8x2(
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
    FloatVector zero = FloatVector.zero(Lanes.FLOAT);
    FloatVector a00 = zero;
    FloatVector a01 = zero;
    FloatVector a10 = zero;
    FloatVector a11 = zero;
    FloatVector a20 = zero;
    FloatVector a21 = zero;
    FloatVector a30 = zero;
    FloatVector a31 = zero;
    FloatVector a40 = zero;
    FloatVector a41 = zero;
    FloatVector a50 = zero;
    FloatVector a51 = zero;
    FloatVector a60 = zero;
    FloatVector a61 = zero;
    FloatVector a70 = zero;
    FloatVector a71 = zero;
    int x1 = xo + pitch;
    int x2 = x1 + pitch;
    int x3 = x2 + pitch;
    int x4 = x3 + pitch;
    int x5 = x4 + pitch;
    int x6 = x5 + pitch;
    int x7 = x6 + pitch;
    for (int k = 0; k < depth; k++) {
      int row = wo + k * (2 * n);
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, row);
      FloatVector w1 = FloatVector.fromArray(Lanes.FLOAT, w, row + n);
      FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[xo + k]);
      a00 = v.fma(w0, a00);
      a01 = v.fma(w1, a01);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x1 + k]);
      a10 = v.fma(w0, a10);
      a11 = v.fma(w1, a11);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x2 + k]);
      a20 = v.fma(w0, a20);
      a21 = v.fma(w1, a21);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x3 + k]);
      a30 = v.fma(w0, a30);
      a31 = v.fma(w1, a31);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x4 + k]);
      a40 = v.fma(w0, a40);
      a41 = v.fma(w1, a41);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x5 + k]);
      a50 = v.fma(w0, a50);
      a51 = v.fma(w1, a51);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x6 + k]);
      a60 = v.fma(w0, a60);
      a61 = v.fma(w1, a61);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x7 + k]);
      a70 = v.fma(w0, a70);
      a71 = v.fma(w1, a71);
    }
    FloatVector b0 = FloatVector.fromArray(Lanes.FLOAT, b, bo);
    FloatVector b1 = FloatVector.fromArray(Lanes.FLOAT, b, bo + n);
    b0.add(a00).intoArray(acc, ao);
    b1.add(a01).intoArray(acc, ao + n);
    b0.add(a10).intoArray(acc, ao + 2 * n);
    b1.add(a11).intoArray(acc, ao + 3 * n);
    b0.add(a20).intoArray(acc, ao + 4 * n);
    b1.add(a21).intoArray(acc, ao + 5 * n);
    b0.add(a30).intoArray(acc, ao + 6 * n);
    b1.add(a31).intoArray(acc, ao + 7 * n);
    b0.add(a40).intoArray(acc, ao + 8 * n);
    b1.add(a41).intoArray(acc, ao + 9 * n);
    b0.add(a50).intoArray(acc, ao + 10 * n);
    b1.add(a51).intoArray(acc, ao + 11 * n);
    b0.add(a60).intoArray(acc, ao + 12 * n);
    b1.add(a61).intoArray(acc, ao + 13 * n);
    b0.add(a70).intoArray(acc, ao + 14 * n);
    b1.add(a71).intoArray(acc, ao + 15 * n);
  }

  private static void tile4x2(
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
    FloatVector zero = FloatVector.zero(Lanes.FLOAT);
    FloatVector a00 = zero;
    FloatVector a01 = zero;
    FloatVector a10 = zero;
    FloatVector a11 = zero;
    FloatVector a20 = zero;
    FloatVector a21 = zero;
    FloatVector a30 = zero;
    FloatVector a31 = zero;
    int x1 = xo + pitch;
    int x2 = x1 + pitch;
    int x3 = x2 + pitch;
    for (int k = 0; k < depth; k++) {
      int row = wo + k * (2 * n);
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, row);
      FloatVector w1 = FloatVector.fromArray(Lanes.FLOAT, w, row + n);
      FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[xo + k]);
      a00 = v.fma(w0, a00);
      a01 = v.fma(w1, a01);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x1 + k]);
      a10 = v.fma(w0, a10);
      a11 = v.fma(w1, a11);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x2 + k]);
      a20 = v.fma(w0, a20);
      a21 = v.fma(w1, a21);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x3 + k]);
      a30 = v.fma(w0, a30);
      a31 = v.fma(w1, a31);
    }
    FloatVector b0 = FloatVector.fromArray(Lanes.FLOAT, b, bo);
    FloatVector b1 = FloatVector.fromArray(Lanes.FLOAT, b, bo + n);
    b0.add(a00).intoArray(acc, ao);
    b1.add(a01).intoArray(acc, ao + n);
    b0.add(a10).intoArray(acc, ao + 2 * n);
    b1.add(a11).intoArray(acc, ao + 3 * n);
    b0.add(a20).intoArray(acc, ao + 4 * n);
    b1.add(a21).intoArray(acc, ao + 5 * n);
    b0.add(a30).intoArray(acc, ao + 6 * n);
    b1.add(a31).intoArray(acc, ao + 7 * n);
  }

  private static void tile1x2(
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
    FloatVector zero = FloatVector.zero(Lanes.FLOAT);
    FloatVector a00 = zero;
    FloatVector a01 = zero;
    for (int k = 0; k < depth; k++) {
      int row = wo + k * (2 * n);
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, row);
      FloatVector w1 = FloatVector.fromArray(Lanes.FLOAT, w, row + n);
      FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[xo + k]);
      a00 = v.fma(w0, a00);
      a01 = v.fma(w1, a01);
    }
    FloatVector b0 = FloatVector.fromArray(Lanes.FLOAT, b, bo);
    FloatVector b1 = FloatVector.fromArray(Lanes.FLOAT, b, bo + n);
    b0.add(a00).intoArray(acc, ao);
    b1.add(a01).intoArray(acc, ao + n);
  }

  private static void tile16x1(
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
    FloatVector zero = FloatVector.zero(Lanes.FLOAT);
    FloatVector a0_0 = zero;
    FloatVector a1_0 = zero;
    FloatVector a2_0 = zero;
    FloatVector a3_0 = zero;
    FloatVector a4_0 = zero;
    FloatVector a5_0 = zero;
    FloatVector a6_0 = zero;
    FloatVector a7_0 = zero;
    FloatVector a8_0 = zero;
    FloatVector a9_0 = zero;
    FloatVector a10_0 = zero;
    FloatVector a11_0 = zero;
    FloatVector a12_0 = zero;
    FloatVector a13_0 = zero;
    FloatVector a14_0 = zero;
    FloatVector a15_0 = zero;
    int x1 = xo + pitch;
    int x2 = x1 + pitch;
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
    for (int k = 0; k < depth; k++) {
      int row = wo + k * n;
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, row);
      FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[xo + k]);
      a0_0 = v.fma(w0, a0_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x1 + k]);
      a1_0 = v.fma(w0, a1_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x2 + k]);
      a2_0 = v.fma(w0, a2_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x3 + k]);
      a3_0 = v.fma(w0, a3_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x4 + k]);
      a4_0 = v.fma(w0, a4_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x5 + k]);
      a5_0 = v.fma(w0, a5_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x6 + k]);
      a6_0 = v.fma(w0, a6_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x7 + k]);
      a7_0 = v.fma(w0, a7_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x8 + k]);
      a8_0 = v.fma(w0, a8_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x9 + k]);
      a9_0 = v.fma(w0, a9_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x10 + k]);
      a10_0 = v.fma(w0, a10_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x11 + k]);
      a11_0 = v.fma(w0, a11_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x12 + k]);
      a12_0 = v.fma(w0, a12_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x13 + k]);
      a13_0 = v.fma(w0, a13_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x14 + k]);
      a14_0 = v.fma(w0, a14_0);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x15 + k]);
      a15_0 = v.fma(w0, a15_0);
    }
    FloatVector b0 = FloatVector.fromArray(Lanes.FLOAT, b, bo);
    b0.add(a0_0).intoArray(acc, ao);
    b0.add(a1_0).intoArray(acc, ao + n);
    b0.add(a2_0).intoArray(acc, ao + 2 * n);
    b0.add(a3_0).intoArray(acc, ao + 3 * n);
    b0.add(a4_0).intoArray(acc, ao + 4 * n);
    b0.add(a5_0).intoArray(acc, ao + 5 * n);
    b0.add(a6_0).intoArray(acc, ao + 6 * n);
    b0.add(a7_0).intoArray(acc, ao + 7 * n);
    b0.add(a8_0).intoArray(acc, ao + 8 * n);
    b0.add(a9_0).intoArray(acc, ao + 9 * n);
    b0.add(a10_0).intoArray(acc, ao + 10 * n);
    b0.add(a11_0).intoArray(acc, ao + 11 * n);
    b0.add(a12_0).intoArray(acc, ao + 12 * n);
    b0.add(a13_0).intoArray(acc, ao + 13 * n);
    b0.add(a14_0).intoArray(acc, ao + 14 * n);
    b0.add(a15_0).intoArray(acc, ao + 15 * n);
  }

  private static void tile4x1(
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
    FloatVector zero = FloatVector.zero(Lanes.FLOAT);
    FloatVector a00 = zero;
    FloatVector a10 = zero;
    FloatVector a20 = zero;
    FloatVector a30 = zero;
    int x1 = xo + pitch;
    int x2 = x1 + pitch;
    int x3 = x2 + pitch;
    for (int k = 0; k < depth; k++) {
      int row = wo + k * n;
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, row);
      FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[xo + k]);
      a00 = v.fma(w0, a00);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x1 + k]);
      a10 = v.fma(w0, a10);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x2 + k]);
      a20 = v.fma(w0, a20);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x3 + k]);
      a30 = v.fma(w0, a30);
    }
    FloatVector b0 = FloatVector.fromArray(Lanes.FLOAT, b, bo);
    b0.add(a00).intoArray(acc, ao);
    b0.add(a10).intoArray(acc, ao + n);
    b0.add(a20).intoArray(acc, ao + 2 * n);
    b0.add(a30).intoArray(acc, ao + 3 * n);
  }

  private static void tile1x1(
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
    FloatVector zero = FloatVector.zero(Lanes.FLOAT);
    FloatVector a00 = zero;
    for (int k = 0; k < depth; k++) {
      int row = wo + k * n;
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, row);
      FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[xo + k]);
      a00 = v.fma(w0, a00);
    }
    FloatVector b0 = FloatVector.fromArray(Lanes.FLOAT, b, bo);
    b0.add(a00).intoArray(acc, ao);
  }
}

package dev.octet.runtime.vector;

import jdk.incubator.vector.FloatVector;

/**
 * The inner loops of matrix products: sums of a few pixels times one panel stay in registers. Named
 * pixels x vectors. Float sums are exact here (see {@link Exactness}), so their order is free.
 */
final class Tiles {
  private Tiles() {}

  /**
   * Sums of {@code pixels} pixels and one panel.
   *
   * @param x inputs, [pixels][depth]
   * @param xo first input
   * @param pixels pixels
   * @param panels the weights
   * @param panel which panel
   * @param acc receives the sums, [pixels][lanes of the panel]
   * @param ao first sum
   */
  static void multiply(
      float[] x, int xo, int pixels, Panels panels, int panel, float[] acc, int ao) {
    int depth = panels.depth;
    int vectors = panels.vectors(panel);
    int wo = panels.start(panel);
    int bo = panel * Panels.width();
    int pitch = vectors * Lanes.COUNT;
    float[] w = panels.weights;
    float[] b = panels.bias;
    int p = 0;
    switch (vectors) {
      case 4:
        for (; p <= pixels - 4; p += 4) {
          tile4x4(x, xo + p * depth, depth, w, wo, b, bo, acc, ao + p * pitch);
        }
        for (; p < pixels; p++) {
          tile1x4(x, xo + p * depth, depth, w, wo, b, bo, acc, ao + p * pitch);
        }
        break;
      case 3:
        for (; p <= pixels - 4; p += 4) {
          tile4x3(x, xo + p * depth, depth, w, wo, b, bo, acc, ao + p * pitch);
        }
        for (; p < pixels; p++) {
          tile1x3(x, xo + p * depth, depth, w, wo, b, bo, acc, ao + p * pitch);
        }
        break;
      case 2:
        for (; p <= pixels - 8; p += 8) {
          tile8x2(x, xo + p * depth, depth, w, wo, b, bo, acc, ao + p * pitch);
        }
        for (; p < pixels; p++) {
          tile1x2(x, xo + p * depth, depth, w, wo, b, bo, acc, ao + p * pitch);
        }
        break;
      default:
        for (; p <= pixels - 8; p += 8) {
          tile8x1(x, xo + p * depth, depth, w, wo, b, bo, acc, ao + p * pitch);
        }
        for (; p < pixels; p++) {
          tile1x1(x, xo + p * depth, depth, w, wo, b, bo, acc, ao + p * pitch);
        }
        break;
    }
  }

  private static void tile4x4(
      float[] x, int xo, int depth, float[] w, int wo, float[] b, int bo, float[] acc, int ao) {
    int n = Lanes.COUNT;
    FloatVector a00 = FloatVector.fromArray(Lanes.FLOAT, b, bo);
    FloatVector a01 = FloatVector.fromArray(Lanes.FLOAT, b, bo + n);
    FloatVector a02 = FloatVector.fromArray(Lanes.FLOAT, b, bo + 2 * n);
    FloatVector a03 = FloatVector.fromArray(Lanes.FLOAT, b, bo + 3 * n);
    FloatVector a10 = a00;
    FloatVector a11 = a01;
    FloatVector a12 = a02;
    FloatVector a13 = a03;
    FloatVector a20 = a00;
    FloatVector a21 = a01;
    FloatVector a22 = a02;
    FloatVector a23 = a03;
    FloatVector a30 = a00;
    FloatVector a31 = a01;
    FloatVector a32 = a02;
    FloatVector a33 = a03;
    int x1 = xo + depth;
    int x2 = x1 + depth;
    int x3 = x2 + depth;
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
    a00.intoArray(acc, ao);
    a01.intoArray(acc, ao + n);
    a02.intoArray(acc, ao + 2 * n);
    a03.intoArray(acc, ao + 3 * n);
    a10.intoArray(acc, ao + 4 * n);
    a11.intoArray(acc, ao + 5 * n);
    a12.intoArray(acc, ao + 6 * n);
    a13.intoArray(acc, ao + 7 * n);
    a20.intoArray(acc, ao + 8 * n);
    a21.intoArray(acc, ao + 9 * n);
    a22.intoArray(acc, ao + 10 * n);
    a23.intoArray(acc, ao + 11 * n);
    a30.intoArray(acc, ao + 12 * n);
    a31.intoArray(acc, ao + 13 * n);
    a32.intoArray(acc, ao + 14 * n);
    a33.intoArray(acc, ao + 15 * n);
  }

  private static void tile1x4(
      float[] x, int xo, int depth, float[] w, int wo, float[] b, int bo, float[] acc, int ao) {
    int n = Lanes.COUNT;
    FloatVector a00 = FloatVector.fromArray(Lanes.FLOAT, b, bo);
    FloatVector a01 = FloatVector.fromArray(Lanes.FLOAT, b, bo + n);
    FloatVector a02 = FloatVector.fromArray(Lanes.FLOAT, b, bo + 2 * n);
    FloatVector a03 = FloatVector.fromArray(Lanes.FLOAT, b, bo + 3 * n);
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
    a00.intoArray(acc, ao);
    a01.intoArray(acc, ao + n);
    a02.intoArray(acc, ao + 2 * n);
    a03.intoArray(acc, ao + 3 * n);
  }

  private static void tile4x3(
      float[] x, int xo, int depth, float[] w, int wo, float[] b, int bo, float[] acc, int ao) {
    int n = Lanes.COUNT;
    FloatVector a00 = FloatVector.fromArray(Lanes.FLOAT, b, bo);
    FloatVector a01 = FloatVector.fromArray(Lanes.FLOAT, b, bo + n);
    FloatVector a02 = FloatVector.fromArray(Lanes.FLOAT, b, bo + 2 * n);
    FloatVector a10 = a00;
    FloatVector a11 = a01;
    FloatVector a12 = a02;
    FloatVector a20 = a00;
    FloatVector a21 = a01;
    FloatVector a22 = a02;
    FloatVector a30 = a00;
    FloatVector a31 = a01;
    FloatVector a32 = a02;
    int x1 = xo + depth;
    int x2 = x1 + depth;
    int x3 = x2 + depth;
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
    a00.intoArray(acc, ao);
    a01.intoArray(acc, ao + n);
    a02.intoArray(acc, ao + 2 * n);
    a10.intoArray(acc, ao + 3 * n);
    a11.intoArray(acc, ao + 4 * n);
    a12.intoArray(acc, ao + 5 * n);
    a20.intoArray(acc, ao + 6 * n);
    a21.intoArray(acc, ao + 7 * n);
    a22.intoArray(acc, ao + 8 * n);
    a30.intoArray(acc, ao + 9 * n);
    a31.intoArray(acc, ao + 10 * n);
    a32.intoArray(acc, ao + 11 * n);
  }

  private static void tile1x3(
      float[] x, int xo, int depth, float[] w, int wo, float[] b, int bo, float[] acc, int ao) {
    int n = Lanes.COUNT;
    FloatVector a00 = FloatVector.fromArray(Lanes.FLOAT, b, bo);
    FloatVector a01 = FloatVector.fromArray(Lanes.FLOAT, b, bo + n);
    FloatVector a02 = FloatVector.fromArray(Lanes.FLOAT, b, bo + 2 * n);
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
    a00.intoArray(acc, ao);
    a01.intoArray(acc, ao + n);
    a02.intoArray(acc, ao + 2 * n);
  }

  private static void tile8x2(
      float[] x, int xo, int depth, float[] w, int wo, float[] b, int bo, float[] acc, int ao) {
    int n = Lanes.COUNT;
    FloatVector a00 = FloatVector.fromArray(Lanes.FLOAT, b, bo);
    FloatVector a01 = FloatVector.fromArray(Lanes.FLOAT, b, bo + n);
    FloatVector a10 = a00;
    FloatVector a11 = a01;
    FloatVector a20 = a00;
    FloatVector a21 = a01;
    FloatVector a30 = a00;
    FloatVector a31 = a01;
    FloatVector a40 = a00;
    FloatVector a41 = a01;
    FloatVector a50 = a00;
    FloatVector a51 = a01;
    FloatVector a60 = a00;
    FloatVector a61 = a01;
    FloatVector a70 = a00;
    FloatVector a71 = a01;
    int x1 = xo + depth;
    int x2 = x1 + depth;
    int x3 = x2 + depth;
    int x4 = x3 + depth;
    int x5 = x4 + depth;
    int x6 = x5 + depth;
    int x7 = x6 + depth;
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
    a00.intoArray(acc, ao);
    a01.intoArray(acc, ao + n);
    a10.intoArray(acc, ao + 2 * n);
    a11.intoArray(acc, ao + 3 * n);
    a20.intoArray(acc, ao + 4 * n);
    a21.intoArray(acc, ao + 5 * n);
    a30.intoArray(acc, ao + 6 * n);
    a31.intoArray(acc, ao + 7 * n);
    a40.intoArray(acc, ao + 8 * n);
    a41.intoArray(acc, ao + 9 * n);
    a50.intoArray(acc, ao + 10 * n);
    a51.intoArray(acc, ao + 11 * n);
    a60.intoArray(acc, ao + 12 * n);
    a61.intoArray(acc, ao + 13 * n);
    a70.intoArray(acc, ao + 14 * n);
    a71.intoArray(acc, ao + 15 * n);
  }

  private static void tile1x2(
      float[] x, int xo, int depth, float[] w, int wo, float[] b, int bo, float[] acc, int ao) {
    int n = Lanes.COUNT;
    FloatVector a00 = FloatVector.fromArray(Lanes.FLOAT, b, bo);
    FloatVector a01 = FloatVector.fromArray(Lanes.FLOAT, b, bo + n);
    for (int k = 0; k < depth; k++) {
      int row = wo + k * (2 * n);
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, row);
      FloatVector w1 = FloatVector.fromArray(Lanes.FLOAT, w, row + n);
      FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[xo + k]);
      a00 = v.fma(w0, a00);
      a01 = v.fma(w1, a01);
    }
    a00.intoArray(acc, ao);
    a01.intoArray(acc, ao + n);
  }

  private static void tile8x1(
      float[] x, int xo, int depth, float[] w, int wo, float[] b, int bo, float[] acc, int ao) {
    int n = Lanes.COUNT;
    FloatVector a00 = FloatVector.fromArray(Lanes.FLOAT, b, bo);
    FloatVector a10 = a00;
    FloatVector a20 = a00;
    FloatVector a30 = a00;
    FloatVector a40 = a00;
    FloatVector a50 = a00;
    FloatVector a60 = a00;
    FloatVector a70 = a00;
    int x1 = xo + depth;
    int x2 = x1 + depth;
    int x3 = x2 + depth;
    int x4 = x3 + depth;
    int x5 = x4 + depth;
    int x6 = x5 + depth;
    int x7 = x6 + depth;
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
      v = FloatVector.broadcast(Lanes.FLOAT, x[x4 + k]);
      a40 = v.fma(w0, a40);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x5 + k]);
      a50 = v.fma(w0, a50);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x6 + k]);
      a60 = v.fma(w0, a60);
      v = FloatVector.broadcast(Lanes.FLOAT, x[x7 + k]);
      a70 = v.fma(w0, a70);
    }
    a00.intoArray(acc, ao);
    a10.intoArray(acc, ao + n);
    a20.intoArray(acc, ao + 2 * n);
    a30.intoArray(acc, ao + 3 * n);
    a40.intoArray(acc, ao + 4 * n);
    a50.intoArray(acc, ao + 5 * n);
    a60.intoArray(acc, ao + 6 * n);
    a70.intoArray(acc, ao + 7 * n);
  }

  private static void tile1x1(
      float[] x, int xo, int depth, float[] w, int wo, float[] b, int bo, float[] acc, int ao) {
    int n = Lanes.COUNT;
    FloatVector a00 = FloatVector.fromArray(Lanes.FLOAT, b, bo);
    for (int k = 0; k < depth; k++) {
      int row = wo + k * n;
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, row);
      FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[xo + k]);
      a00 = v.fma(w0, a00);
    }
    a00.intoArray(acc, ao);
  }
}

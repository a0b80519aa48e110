package dev.octet.runtime.vector.tiles;

import dev.octet.runtime.vector.depthwise.Depthwise5x5;
import dev.octet.runtime.vector.lanes.Lanes;
import jdk.incubator.vector.FloatVector;

/**
 * The inner loops of {@link Depthwise5x5}: the sums of a few neighbouring outputs stay in
 * registers, so that each input column of a kernel row is read once for all of them.
 */
public final class Depthwise5x5Tiles {
  private static final int SIZE = 5;

  private Depthwise5x5Tiles() {}

  /**
   * The sums of an output row.
   *
   * @param x scratch: a ring of five rows from index 0 on, columns sorted by their remainder
   * @param top first input row, counted in the padded map
   * @param row floats of a row of the ring
   * @param phase floats of the columns with one remainder
   * @param stride columns between two outputs, 1 or 2
   * @param w weights, [tap][lane], and the bias behind them
   * @param wo first weight
   * @param acc where the sums go, [pixel][lane]
   * @param width outputs
   */
  public static void sum(
      float[] x, int top, int row, int phase, int stride, float[] w, int wo, int acc, int width) {
    int n = Lanes.COUNT;
    int i = 0;
    if (stride == 1) {
      for (; width % 7 == 0 && i <= width - 7; i += 7) {
        tile7stride1(x, top, row, i * n, w, wo, acc + i * n);
      }
      for (; i <= width - 4; i += 4) {
        tile4stride1(x, top, row, i * n, w, wo, acc + i * n);
      }
      for (; i < width; i++) {
        tile1stride1(x, top, row, i * n, w, wo, acc + i * n);
      }
    } else {
      for (; width % 7 == 0 && i <= width - 7; i += 7) {
        tile7stride2(x, top, row, phase, i * n, w, wo, acc + i * n);
      }
      for (; i <= width - 4; i += 4) {
        tile4stride2(x, top, row, phase, i * n, w, wo, acc + i * n);
      }
      for (; i < width; i++) {
        tile1stride2(x, top, row, phase, i * n, w, wo, acc + i * n);
      }
    }
  }

  /** 7 outputs at stride 1. */
  private static void tile7stride1(
      float[] x, int top, int row, int at, float[] w, int wo, int acc) {
    int n = Lanes.COUNT;
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, w, wo + SIZE * SIZE * n);
    FloatVector a0 = b;
    FloatVector a1 = b;
    FloatVector a2 = b;
    FloatVector a3 = b;
    FloatVector a4 = b;
    FloatVector a5 = b;
    FloatVector a6 = b;
    for (int ky = 0; ky < SIZE; ky++) {
      int c = (top + ky) % SIZE * row + at;
      int v = wo + ky * (SIZE * n);
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, v);
      FloatVector w1 = FloatVector.fromArray(Lanes.FLOAT, w, v + n);
      FloatVector w2 = FloatVector.fromArray(Lanes.FLOAT, w, v + 2 * n);
      FloatVector w3 = FloatVector.fromArray(Lanes.FLOAT, w, v + 3 * n);
      FloatVector w4 = FloatVector.fromArray(Lanes.FLOAT, w, v + 4 * n);
      FloatVector p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, c));
      a0 = p.fma(w0, a0);
      p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, c + n));
      a1 = p.fma(w0, a1);
      a0 = p.fma(w1, a0);
      p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, c + 2 * n));
      a2 = p.fma(w0, a2);
      a1 = p.fma(w1, a1);
      a0 = p.fma(w2, a0);
      p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, c + 3 * n));
      a3 = p.fma(w0, a3);
      a2 = p.fma(w1, a2);
      a1 = p.fma(w2, a1);
      a0 = p.fma(w3, a0);
      p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, c + 4 * n));
      a4 = p.fma(w0, a4);
      a3 = p.fma(w1, a3);
      a2 = p.fma(w2, a2);
      a1 = p.fma(w3, a1);
      a0 = p.fma(w4, a0);
      p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, c + 5 * n));
      a5 = p.fma(w0, a5);
      a4 = p.fma(w1, a4);
      a3 = p.fma(w2, a3);
      a2 = p.fma(w3, a2);
      a1 = p.fma(w4, a1);
      p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, c + 6 * n));
      a6 = p.fma(w0, a6);
      a5 = p.fma(w1, a5);
      a4 = p.fma(w2, a4);
      a3 = p.fma(w3, a3);
      a2 = p.fma(w4, a2);
      p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, c + 7 * n));
      a6 = p.fma(w1, a6);
      a5 = p.fma(w2, a5);
      a4 = p.fma(w3, a4);
      a3 = p.fma(w4, a3);
      p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, c + 8 * n));
      a6 = p.fma(w2, a6);
      a5 = p.fma(w3, a5);
      a4 = p.fma(w4, a4);
      p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, c + 9 * n));
      a6 = p.fma(w3, a6);
      a5 = p.fma(w4, a5);
      p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, c + 10 * n));
      a6 = p.fma(w4, a6);
    }
    ((FloatVector) Lanes.FLOATS.cast(a0)).intoArray(x, acc);
    ((FloatVector) Lanes.FLOATS.cast(a1)).intoArray(x, acc + n);
    ((FloatVector) Lanes.FLOATS.cast(a2)).intoArray(x, acc + 2 * n);
    ((FloatVector) Lanes.FLOATS.cast(a3)).intoArray(x, acc + 3 * n);
    ((FloatVector) Lanes.FLOATS.cast(a4)).intoArray(x, acc + 4 * n);
    ((FloatVector) Lanes.FLOATS.cast(a5)).intoArray(x, acc + 5 * n);
    ((FloatVector) Lanes.FLOATS.cast(a6)).intoArray(x, acc + 6 * n);
  }

  /** 4 outputs at stride 1. */
  private static void tile4stride1(
      float[] x, int top, int row, int at, float[] w, int wo, int acc) {
    int n = Lanes.COUNT;
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, w, wo + SIZE * SIZE * n);
    FloatVector a0 = b;
    FloatVector a1 = b;
    FloatVector a2 = b;
    FloatVector a3 = b;
    for (int ky = 0; ky < SIZE; ky++) {
      int c = (top + ky) % SIZE * row + at;
      int v = wo + ky * (SIZE * n);
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, v);
      FloatVector w1 = FloatVector.fromArray(Lanes.FLOAT, w, v + n);
      FloatVector w2 = FloatVector.fromArray(Lanes.FLOAT, w, v + 2 * n);
      FloatVector w3 = FloatVector.fromArray(Lanes.FLOAT, w, v + 3 * n);
      FloatVector w4 = FloatVector.fromArray(Lanes.FLOAT, w, v + 4 * n);
      FloatVector p = FloatVector.fromArray(Lanes.FLOAT, x, c);
      a0 = p.fma(w0, a0);
      p = FloatVector.fromArray(Lanes.FLOAT, x, c + n);
      a1 = p.fma(w0, a1);
      a0 = p.fma(w1, a0);
      p = FloatVector.fromArray(Lanes.FLOAT, x, c + 2 * n);
      a2 = p.fma(w0, a2);
      a1 = p.fma(w1, a1);
      a0 = p.fma(w2, a0);
      p = FloatVector.fromArray(Lanes.FLOAT, x, c + 3 * n);
      a3 = p.fma(w0, a3);
      a2 = p.fma(w1, a2);
      a1 = p.fma(w2, a1);
      a0 = p.fma(w3, a0);
      p = FloatVector.fromArray(Lanes.FLOAT, x, c + 4 * n);
      a3 = p.fma(w1, a3);
      a2 = p.fma(w2, a2);
      a1 = p.fma(w3, a1);
      a0 = p.fma(w4, a0);
      p = FloatVector.fromArray(Lanes.FLOAT, x, c + 5 * n);
      a3 = p.fma(w2, a3);
      a2 = p.fma(w3, a2);
      a1 = p.fma(w4, a1);
      p = FloatVector.fromArray(Lanes.FLOAT, x, c + 6 * n);
      a3 = p.fma(w3, a3);
      a2 = p.fma(w4, a2);
      p = FloatVector.fromArray(Lanes.FLOAT, x, c + 7 * n);
      a3 = p.fma(w4, a3);
    }
    ((FloatVector) Lanes.FLOATS.cast(a0)).intoArray(x, acc);
    ((FloatVector) Lanes.FLOATS.cast(a1)).intoArray(x, acc + n);
    ((FloatVector) Lanes.FLOATS.cast(a2)).intoArray(x, acc + 2 * n);
    ((FloatVector) Lanes.FLOATS.cast(a3)).intoArray(x, acc + 3 * n);
  }

  /** 1 output at stride 1. */
  private static void tile1stride1(
      float[] x, int top, int row, int at, float[] w, int wo, int acc) {
    int n = Lanes.COUNT;
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, w, wo + SIZE * SIZE * n);
    FloatVector a0 = b;
    for (int ky = 0; ky < SIZE; ky++) {
      int c = (top + ky) % SIZE * row + at;
      int v = wo + ky * (SIZE * n);
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, v);
      FloatVector w1 = FloatVector.fromArray(Lanes.FLOAT, w, v + n);
      FloatVector w2 = FloatVector.fromArray(Lanes.FLOAT, w, v + 2 * n);
      FloatVector w3 = FloatVector.fromArray(Lanes.FLOAT, w, v + 3 * n);
      FloatVector w4 = FloatVector.fromArray(Lanes.FLOAT, w, v + 4 * n);
      FloatVector p = FloatVector.fromArray(Lanes.FLOAT, x, c);
      a0 = p.fma(w0, a0);
      p = FloatVector.fromArray(Lanes.FLOAT, x, c + n);
      a0 = p.fma(w1, a0);
      p = FloatVector.fromArray(Lanes.FLOAT, x, c + 2 * n);
      a0 = p.fma(w2, a0);
      p = FloatVector.fromArray(Lanes.FLOAT, x, c + 3 * n);
      a0 = p.fma(w3, a0);
      p = FloatVector.fromArray(Lanes.FLOAT, x, c + 4 * n);
      a0 = p.fma(w4, a0);
    }
    ((FloatVector) Lanes.FLOATS.cast(a0)).intoArray(x, acc);
  }

  /** 7 outputs at stride 2. */
  private static void tile7stride2(
      float[] x, int top, int row, int phase, int at, float[] w, int wo, int acc) {
    int n = Lanes.COUNT;
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, w, wo + SIZE * SIZE * n);
    FloatVector a0 = b;
    FloatVector a1 = b;
    FloatVector a2 = b;
    FloatVector a3 = b;
    FloatVector a4 = b;
    FloatVector a5 = b;
    FloatVector a6 = b;
    for (int ky = 0; ky < SIZE; ky++) {
      int c = (top + ky) % SIZE * row + at;
      int d = c + phase;
      int v = wo + ky * (SIZE * n);
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, v);
      FloatVector w1 = FloatVector.fromArray(Lanes.FLOAT, w, v + n);
      FloatVector w2 = FloatVector.fromArray(Lanes.FLOAT, w, v + 2 * n);
      FloatVector w3 = FloatVector.fromArray(Lanes.FLOAT, w, v + 3 * n);
      FloatVector w4 = FloatVector.fromArray(Lanes.FLOAT, w, v + 4 * n);
      FloatVector p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, c));
      a0 = p.fma(w0, a0);
      p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, d));
      a0 = p.fma(w1, a0);
      p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, c + n));
      a1 = p.fma(w0, a1);
      a0 = p.fma(w2, a0);
      p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, d + n));
      a1 = p.fma(w1, a1);
      a0 = p.fma(w3, a0);
      p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, c + 2 * n));
      a2 = p.fma(w0, a2);
      a1 = p.fma(w2, a1);
      a0 = p.fma(w4, a0);
      p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, d + 2 * n));
      a2 = p.fma(w1, a2);
      a1 = p.fma(w3, a1);
      p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, c + 3 * n));
      a3 = p.fma(w0, a3);
      a2 = p.fma(w2, a2);
      a1 = p.fma(w4, a1);
      p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, d + 3 * n));
      a3 = p.fma(w1, a3);
      a2 = p.fma(w3, a2);
      p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, c + 4 * n));
      a4 = p.fma(w0, a4);
      a3 = p.fma(w2, a3);
      a2 = p.fma(w4, a2);
      p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, d + 4 * n));
      a4 = p.fma(w1, a4);
      a3 = p.fma(w3, a3);
      p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, c + 5 * n));
      a5 = p.fma(w0, a5);
      a4 = p.fma(w2, a4);
      a3 = p.fma(w4, a3);
      p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, d + 5 * n));
      a5 = p.fma(w1, a5);
      a4 = p.fma(w3, a4);
      p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, c + 6 * n));
      a6 = p.fma(w0, a6);
      a5 = p.fma(w2, a5);
      a4 = p.fma(w4, a4);
      p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, d + 6 * n));
      a6 = p.fma(w1, a6);
      a5 = p.fma(w3, a5);
      p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, c + 7 * n));
      a6 = p.fma(w2, a6);
      a5 = p.fma(w4, a5);
      p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, d + 7 * n));
      a6 = p.fma(w3, a6);
      p = (FloatVector) Lanes.FLOATS.cast(FloatVector.fromArray(Lanes.FLOAT, x, c + 8 * n));
      a6 = p.fma(w4, a6);
    }
    ((FloatVector) Lanes.FLOATS.cast(a0)).intoArray(x, acc);
    ((FloatVector) Lanes.FLOATS.cast(a1)).intoArray(x, acc + n);
    ((FloatVector) Lanes.FLOATS.cast(a2)).intoArray(x, acc + 2 * n);
    ((FloatVector) Lanes.FLOATS.cast(a3)).intoArray(x, acc + 3 * n);
    ((FloatVector) Lanes.FLOATS.cast(a4)).intoArray(x, acc + 4 * n);
    ((FloatVector) Lanes.FLOATS.cast(a5)).intoArray(x, acc + 5 * n);
    ((FloatVector) Lanes.FLOATS.cast(a6)).intoArray(x, acc + 6 * n);
  }

  /** 4 outputs at stride 2. */
  private static void tile4stride2(
      float[] x, int top, int row, int phase, int at, float[] w, int wo, int acc) {
    int n = Lanes.COUNT;
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, w, wo + SIZE * SIZE * n);
    FloatVector a0 = b;
    FloatVector a1 = b;
    FloatVector a2 = b;
    FloatVector a3 = b;
    for (int ky = 0; ky < SIZE; ky++) {
      int c = (top + ky) % SIZE * row + at;
      int d = c + phase;
      int v = wo + ky * (SIZE * n);
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, v);
      FloatVector w1 = FloatVector.fromArray(Lanes.FLOAT, w, v + n);
      FloatVector w2 = FloatVector.fromArray(Lanes.FLOAT, w, v + 2 * n);
      FloatVector w3 = FloatVector.fromArray(Lanes.FLOAT, w, v + 3 * n);
      FloatVector w4 = FloatVector.fromArray(Lanes.FLOAT, w, v + 4 * n);
      FloatVector p = FloatVector.fromArray(Lanes.FLOAT, x, c);
      a0 = p.fma(w0, a0);
      p = FloatVector.fromArray(Lanes.FLOAT, x, d);
      a0 = p.fma(w1, a0);
      p = FloatVector.fromArray(Lanes.FLOAT, x, c + n);
      a1 = p.fma(w0, a1);
      a0 = p.fma(w2, a0);
      p = FloatVector.fromArray(Lanes.FLOAT, x, d + n);
      a1 = p.fma(w1, a1);
      a0 = p.fma(w3, a0);
      p = FloatVector.fromArray(Lanes.FLOAT, x, c + 2 * n);
      a2 = p.fma(w0, a2);
      a1 = p.fma(w2, a1);
      a0 = p.fma(w4, a0);
      p = FloatVector.fromArray(Lanes.FLOAT, x, d + 2 * n);
      a2 = p.fma(w1, a2);
      a1 = p.fma(w3, a1);
      p = FloatVector.fromArray(Lanes.FLOAT, x, c + 3 * n);
      a3 = p.fma(w0, a3);
      a2 = p.fma(w2, a2);
      a1 = p.fma(w4, a1);
      p = FloatVector.fromArray(Lanes.FLOAT, x, d + 3 * n);
      a3 = p.fma(w1, a3);
      a2 = p.fma(w3, a2);
      p = FloatVector.fromArray(Lanes.FLOAT, x, c + 4 * n);
      a3 = p.fma(w2, a3);
      a2 = p.fma(w4, a2);
      p = FloatVector.fromArray(Lanes.FLOAT, x, d + 4 * n);
      a3 = p.fma(w3, a3);
      p = FloatVector.fromArray(Lanes.FLOAT, x, c + 5 * n);
      a3 = p.fma(w4, a3);
    }
    ((FloatVector) Lanes.FLOATS.cast(a0)).intoArray(x, acc);
    ((FloatVector) Lanes.FLOATS.cast(a1)).intoArray(x, acc + n);
    ((FloatVector) Lanes.FLOATS.cast(a2)).intoArray(x, acc + 2 * n);
    ((FloatVector) Lanes.FLOATS.cast(a3)).intoArray(x, acc + 3 * n);
  }

  /** 1 output at stride 2. */
  private static void tile1stride2(
      float[] x, int top, int row, int phase, int at, float[] w, int wo, int acc) {
    int n = Lanes.COUNT;
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, w, wo + SIZE * SIZE * n);
    FloatVector a0 = b;
    for (int ky = 0; ky < SIZE; ky++) {
      int c = (top + ky) % SIZE * row + at;
      int d = c + phase;
      int v = wo + ky * (SIZE * n);
      FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, w, v);
      FloatVector w1 = FloatVector.fromArray(Lanes.FLOAT, w, v + n);
      FloatVector w2 = FloatVector.fromArray(Lanes.FLOAT, w, v + 2 * n);
      FloatVector w3 = FloatVector.fromArray(Lanes.FLOAT, w, v + 3 * n);
      FloatVector w4 = FloatVector.fromArray(Lanes.FLOAT, w, v + 4 * n);
      FloatVector p = FloatVector.fromArray(Lanes.FLOAT, x, c);
      a0 = p.fma(w0, a0);
      p = FloatVector.fromArray(Lanes.FLOAT, x, d);
      a0 = p.fma(w1, a0);
      p = FloatVector.fromArray(Lanes.FLOAT, x, c + n);
      a0 = p.fma(w2, a0);
      p = FloatVector.fromArray(Lanes.FLOAT, x, d + n);
      a0 = p.fma(w3, a0);
      p = FloatVector.fromArray(Lanes.FLOAT, x, c + 2 * n);
      a0 = p.fma(w4, a0);
    }
    ((FloatVector) Lanes.FLOATS.cast(a0)).intoArray(x, acc);
  }
}

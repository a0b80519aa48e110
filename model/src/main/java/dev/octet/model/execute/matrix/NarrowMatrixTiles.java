package dev.octet.model.execute.matrix;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of the matrix product for blocks of one and two vectors: all sums of a tile stay
 * in registers while the depth is walked. Written out by hand because the JIT compiler keeps
 * vectors in registers only as separate local variables.
 */
final class NarrowMatrixTiles {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private NarrowMatrixTiles() {}

  private static FloatVector load(float[] values, int offset) {
    return FloatVector.fromArray(SPECIES, values, offset);
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }

  /** 8 rows by 2 vectors of columns. */
  static void rows8x2(float[] a, int ao, int as, ColumnBlock c, float[] out, int o, int os) {
    FloatVector b0 = load(c.bias, c.first);
    FloatVector b1 = load(c.bias, c.last);
    FloatVector s00 = b0;
    FloatVector s01 = b1;
    FloatVector s10 = b0;
    FloatVector s11 = b1;
    FloatVector s20 = b0;
    FloatVector s21 = b1;
    FloatVector s30 = b0;
    FloatVector s31 = b1;
    FloatVector s40 = b0;
    FloatVector s41 = b1;
    FloatVector s50 = b0;
    FloatVector s51 = b1;
    FloatVector s60 = b0;
    FloatVector s61 = b1;
    FloatVector s70 = b0;
    FloatVector s71 = b1;
    float[] w = c.weights;
    int b = c.offset;
    for (int k = ao; k < ao + c.depth; k++) {
      b0 = load(w, b);
      b1 = load(w, b + LANES);
      b += 2 * LANES;
      FloatVector x = broadcast(a[k]);
      s00 = b0.fma(x, s00);
      s01 = b1.fma(x, s01);
      x = broadcast(a[k + as]);
      s10 = b0.fma(x, s10);
      s11 = b1.fma(x, s11);
      x = broadcast(a[k + 2 * as]);
      s20 = b0.fma(x, s20);
      s21 = b1.fma(x, s21);
      x = broadcast(a[k + 3 * as]);
      s30 = b0.fma(x, s30);
      s31 = b1.fma(x, s31);
      x = broadcast(a[k + 4 * as]);
      s40 = b0.fma(x, s40);
      s41 = b1.fma(x, s41);
      x = broadcast(a[k + 5 * as]);
      s50 = b0.fma(x, s50);
      s51 = b1.fma(x, s51);
      x = broadcast(a[k + 6 * as]);
      s60 = b0.fma(x, s60);
      s61 = b1.fma(x, s61);
      x = broadcast(a[k + 7 * as]);
      s70 = b0.fma(x, s70);
      s71 = b1.fma(x, s71);
    }
    s00.intoArray(out, o + c.first);
    s01.intoArray(out, o + c.last);
    o += os;
    s10.intoArray(out, o + c.first);
    s11.intoArray(out, o + c.last);
    o += os;
    s20.intoArray(out, o + c.first);
    s21.intoArray(out, o + c.last);
    o += os;
    s30.intoArray(out, o + c.first);
    s31.intoArray(out, o + c.last);
    o += os;
    s40.intoArray(out, o + c.first);
    s41.intoArray(out, o + c.last);
    o += os;
    s50.intoArray(out, o + c.first);
    s51.intoArray(out, o + c.last);
    o += os;
    s60.intoArray(out, o + c.first);
    s61.intoArray(out, o + c.last);
    o += os;
    s70.intoArray(out, o + c.first);
    s71.intoArray(out, o + c.last);
  }

  /** 1 rows by 2 vectors of columns. */
  static void rows1x2(float[] a, int ao, int as, ColumnBlock c, float[] out, int o, int os) {
    FloatVector b0 = load(c.bias, c.first);
    FloatVector b1 = load(c.bias, c.last);
    FloatVector s00 = b0;
    FloatVector s01 = b1;
    float[] w = c.weights;
    int b = c.offset;
    for (int k = ao; k < ao + c.depth; k++) {
      b0 = load(w, b);
      b1 = load(w, b + LANES);
      b += 2 * LANES;
      FloatVector x = broadcast(a[k]);
      s00 = b0.fma(x, s00);
      s01 = b1.fma(x, s01);
    }
    s00.intoArray(out, o + c.first);
    s01.intoArray(out, o + c.last);
  }

  /** 8 rows by 1 vector of columns. */
  static void rows8x1(float[] a, int ao, int as, ColumnBlock c, float[] out, int o, int os) {
    FloatVector b0 = load(c.bias, c.last);
    FloatVector s00 = b0;
    FloatVector s10 = b0;
    FloatVector s20 = b0;
    FloatVector s30 = b0;
    FloatVector s40 = b0;
    FloatVector s50 = b0;
    FloatVector s60 = b0;
    FloatVector s70 = b0;
    float[] w = c.weights;
    int b = c.offset;
    for (int k = ao; k < ao + c.depth; k++) {
      b0 = load(w, b);
      b += LANES;
      FloatVector x = broadcast(a[k]);
      s00 = b0.fma(x, s00);
      x = broadcast(a[k + as]);
      s10 = b0.fma(x, s10);
      x = broadcast(a[k + 2 * as]);
      s20 = b0.fma(x, s20);
      x = broadcast(a[k + 3 * as]);
      s30 = b0.fma(x, s30);
      x = broadcast(a[k + 4 * as]);
      s40 = b0.fma(x, s40);
      x = broadcast(a[k + 5 * as]);
      s50 = b0.fma(x, s50);
      x = broadcast(a[k + 6 * as]);
      s60 = b0.fma(x, s60);
      x = broadcast(a[k + 7 * as]);
      s70 = b0.fma(x, s70);
    }
    s00.intoArray(out, o + c.last);
    o += os;
    s10.intoArray(out, o + c.last);
    o += os;
    s20.intoArray(out, o + c.last);
    o += os;
    s30.intoArray(out, o + c.last);
    o += os;
    s40.intoArray(out, o + c.last);
    o += os;
    s50.intoArray(out, o + c.last);
    o += os;
    s60.intoArray(out, o + c.last);
    o += os;
    s70.intoArray(out, o + c.last);
  }

  /** 1 rows by 1 vector of columns. */
  static void rows1x1(float[] a, int ao, int as, ColumnBlock c, float[] out, int o, int os) {
    FloatVector b0 = load(c.bias, c.last);
    FloatVector s00 = b0;
    float[] w = c.weights;
    int b = c.offset;
    for (int k = ao; k < ao + c.depth; k++) {
      b0 = load(w, b);
      b += LANES;
      FloatVector x = broadcast(a[k]);
      s00 = b0.fma(x, s00);
    }
    s00.intoArray(out, o + c.last);
  }
}

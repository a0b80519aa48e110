package dev.octet.model.execute.matrix;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of the matrix product for blocks of three and four vectors: all sums of a tile
 * stay in registers while the depth is walked. Written out by hand because the JIT compiler keeps
 * vectors in registers only as separate local variables.
 */
final class WideMatrixTiles {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private WideMatrixTiles() {}

  private static FloatVector load(float[] values, int offset) {
    return FloatVector.fromArray(SPECIES, values, offset);
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }

  /** 4 rows by 4 vectors of columns. */
  static void rows4x4(float[] a, int ao, int as, ColumnBlock c, float[] out, int o, int os) {
    FloatVector b0 = load(c.bias, c.first);
    FloatVector b1 = load(c.bias, c.first + LANES);
    FloatVector b2 = load(c.bias, c.first + 2 * LANES);
    FloatVector b3 = load(c.bias, c.last);
    FloatVector s00 = b0;
    FloatVector s01 = b1;
    FloatVector s02 = b2;
    FloatVector s03 = b3;
    FloatVector s10 = b0;
    FloatVector s11 = b1;
    FloatVector s12 = b2;
    FloatVector s13 = b3;
    FloatVector s20 = b0;
    FloatVector s21 = b1;
    FloatVector s22 = b2;
    FloatVector s23 = b3;
    FloatVector s30 = b0;
    FloatVector s31 = b1;
    FloatVector s32 = b2;
    FloatVector s33 = b3;
    float[] w = c.weights;
    int b = c.offset;
    for (int k = ao; k < ao + c.depth; k++) {
      b0 = load(w, b);
      b1 = load(w, b + LANES);
      b2 = load(w, b + 2 * LANES);
      b3 = load(w, b + 3 * LANES);
      b += 4 * LANES;
      FloatVector x = broadcast(a[k]);
      s00 = b0.fma(x, s00);
      s01 = b1.fma(x, s01);
      s02 = b2.fma(x, s02);
      s03 = b3.fma(x, s03);
      x = broadcast(a[k + as]);
      s10 = b0.fma(x, s10);
      s11 = b1.fma(x, s11);
      s12 = b2.fma(x, s12);
      s13 = b3.fma(x, s13);
      x = broadcast(a[k + 2 * as]);
      s20 = b0.fma(x, s20);
      s21 = b1.fma(x, s21);
      s22 = b2.fma(x, s22);
      s23 = b3.fma(x, s23);
      x = broadcast(a[k + 3 * as]);
      s30 = b0.fma(x, s30);
      s31 = b1.fma(x, s31);
      s32 = b2.fma(x, s32);
      s33 = b3.fma(x, s33);
    }
    s00.intoArray(out, o + c.first);
    s01.intoArray(out, o + c.first + LANES);
    s02.intoArray(out, o + c.first + 2 * LANES);
    s03.intoArray(out, o + c.last);
    o += os;
    s10.intoArray(out, o + c.first);
    s11.intoArray(out, o + c.first + LANES);
    s12.intoArray(out, o + c.first + 2 * LANES);
    s13.intoArray(out, o + c.last);
    o += os;
    s20.intoArray(out, o + c.first);
    s21.intoArray(out, o + c.first + LANES);
    s22.intoArray(out, o + c.first + 2 * LANES);
    s23.intoArray(out, o + c.last);
    o += os;
    s30.intoArray(out, o + c.first);
    s31.intoArray(out, o + c.first + LANES);
    s32.intoArray(out, o + c.first + 2 * LANES);
    s33.intoArray(out, o + c.last);
  }

  /** 1 rows by 4 vectors of columns. */
  static void rows1x4(float[] a, int ao, int as, ColumnBlock c, float[] out, int o, int os) {
    FloatVector b0 = load(c.bias, c.first);
    FloatVector b1 = load(c.bias, c.first + LANES);
    FloatVector b2 = load(c.bias, c.first + 2 * LANES);
    FloatVector b3 = load(c.bias, c.last);
    FloatVector s00 = b0;
    FloatVector s01 = b1;
    FloatVector s02 = b2;
    FloatVector s03 = b3;
    float[] w = c.weights;
    int b = c.offset;
    for (int k = ao; k < ao + c.depth; k++) {
      b0 = load(w, b);
      b1 = load(w, b + LANES);
      b2 = load(w, b + 2 * LANES);
      b3 = load(w, b + 3 * LANES);
      b += 4 * LANES;
      FloatVector x = broadcast(a[k]);
      s00 = b0.fma(x, s00);
      s01 = b1.fma(x, s01);
      s02 = b2.fma(x, s02);
      s03 = b3.fma(x, s03);
    }
    s00.intoArray(out, o + c.first);
    s01.intoArray(out, o + c.first + LANES);
    s02.intoArray(out, o + c.first + 2 * LANES);
    s03.intoArray(out, o + c.last);
  }

  /** 4 rows by 3 vectors of columns. */
  static void rows4x3(float[] a, int ao, int as, ColumnBlock c, float[] out, int o, int os) {
    FloatVector b0 = load(c.bias, c.first);
    FloatVector b1 = load(c.bias, c.first + LANES);
    FloatVector b2 = load(c.bias, c.last);
    FloatVector s00 = b0;
    FloatVector s01 = b1;
    FloatVector s02 = b2;
    FloatVector s10 = b0;
    FloatVector s11 = b1;
    FloatVector s12 = b2;
    FloatVector s20 = b0;
    FloatVector s21 = b1;
    FloatVector s22 = b2;
    FloatVector s30 = b0;
    FloatVector s31 = b1;
    FloatVector s32 = b2;
    float[] w = c.weights;
    int b = c.offset;
    for (int k = ao; k < ao + c.depth; k++) {
      b0 = load(w, b);
      b1 = load(w, b + LANES);
      b2 = load(w, b + 2 * LANES);
      b += 3 * LANES;
      FloatVector x = broadcast(a[k]);
      s00 = b0.fma(x, s00);
      s01 = b1.fma(x, s01);
      s02 = b2.fma(x, s02);
      x = broadcast(a[k + as]);
      s10 = b0.fma(x, s10);
      s11 = b1.fma(x, s11);
      s12 = b2.fma(x, s12);
      x = broadcast(a[k + 2 * as]);
      s20 = b0.fma(x, s20);
      s21 = b1.fma(x, s21);
      s22 = b2.fma(x, s22);
      x = broadcast(a[k + 3 * as]);
      s30 = b0.fma(x, s30);
      s31 = b1.fma(x, s31);
      s32 = b2.fma(x, s32);
    }
    s00.intoArray(out, o + c.first);
    s01.intoArray(out, o + c.first + LANES);
    s02.intoArray(out, o + c.last);
    o += os;
    s10.intoArray(out, o + c.first);
    s11.intoArray(out, o + c.first + LANES);
    s12.intoArray(out, o + c.last);
    o += os;
    s20.intoArray(out, o + c.first);
    s21.intoArray(out, o + c.first + LANES);
    s22.intoArray(out, o + c.last);
    o += os;
    s30.intoArray(out, o + c.first);
    s31.intoArray(out, o + c.first + LANES);
    s32.intoArray(out, o + c.last);
  }

  /** 1 rows by 3 vectors of columns. */
  static void rows1x3(float[] a, int ao, int as, ColumnBlock c, float[] out, int o, int os) {
    FloatVector b0 = load(c.bias, c.first);
    FloatVector b1 = load(c.bias, c.first + LANES);
    FloatVector b2 = load(c.bias, c.last);
    FloatVector s00 = b0;
    FloatVector s01 = b1;
    FloatVector s02 = b2;
    float[] w = c.weights;
    int b = c.offset;
    for (int k = ao; k < ao + c.depth; k++) {
      b0 = load(w, b);
      b1 = load(w, b + LANES);
      b2 = load(w, b + 2 * LANES);
      b += 3 * LANES;
      FloatVector x = broadcast(a[k]);
      s00 = b0.fma(x, s00);
      s01 = b1.fma(x, s01);
      s02 = b2.fma(x, s02);
    }
    s00.intoArray(out, o + c.first);
    s01.intoArray(out, o + c.first + LANES);
    s02.intoArray(out, o + c.last);
  }
}

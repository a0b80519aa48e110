package dev.octet.model.execute;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Weights packed [block][depth][lane], a block being 4, 2 or 1 vectors of columns. The last vector
 * reaches back over columns that the one before it computes, too: same inputs, same bits.
 */
final class VectorMatrix implements PackedMatrix {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Columns of one vector; a matrix must have at least as many. */
  static final int LANES = SPECIES.length();

  private final int depth;
  private final int columns;
  private final int vectors;
  private final float[] packed;
  private final float[] bias;

  VectorMatrix(float[] weights, float[] bias, int columns, int depth) {
    this.depth = depth;
    this.columns = columns;
    this.bias = bias;
    this.vectors = (columns + LANES - 1) / LANES;
    this.packed = new float[vectors * LANES * depth];
    for (int block = 0; block < blocks(); block++) {
      int first = block * 4;
      int width = width(block);
      for (int v = 0; v < width; v++) {
        for (int k = 0; k < depth; k++) {
          int target = first * LANES * depth + (k * width + v) * LANES;
          for (int lane = 0; lane < LANES; lane++) {
            packed[target + lane] = weights[(column(first + v) + lane) * depth + k];
          }
        }
      }
    }
  }

  /** First column of a vector. */
  private int column(int vector) {
    return Math.min(vector * LANES, columns - LANES);
  }

  /** Vectors in a block. */
  private int width(int block) {
    return Math.min(4, vectors - block * 4);
  }

  @Override
  public int blocks() {
    return (vectors + 3) / 4;
  }

  @Override
  public void multiply(
      float[] a,
      int aOffset,
      int aStride,
      float[] out,
      int outOffset,
      int outStride,
      int rows,
      int blockFrom,
      int blockTo) {
    for (int block = blockFrom; block < blockTo; block++) {
      int first = block * 4;
      int width = width(block);
      int b = first * LANES * depth;
      if (width == 4) {
        int r = 0;
        for (; r + 4 <= rows; r += 4) {
          rows4(
              a, aOffset + r * aStride, aStride, out, outOffset + r * outStride, outStride, first);
        }
        for (; r < rows; r++) {
          row4(a, aOffset + r * aStride, out, outOffset + r * outStride, first);
        }
        continue;
      }
      for (int v = 0; v < width; v++) {
        for (int r = 0; r < rows; r++) {
          row1(
              a,
              aOffset + r * aStride,
              b + v * LANES,
              width * LANES,
              out,
              outOffset + r * outStride,
              column(first + v));
        }
      }
    }
  }

  private void row1(float[] a, int ao, int b, int bStep, float[] out, int o, int column) {
    FloatVector sum = FloatVector.fromArray(SPECIES, bias, column);
    for (int k = 0; k < depth; k++) {
      sum =
          FloatVector.fromArray(SPECIES, packed, b + k * bStep)
              .fma(FloatVector.broadcast(SPECIES, a[ao + k]), sum);
    }
    sum.intoArray(out, o + column);
  }

  private void row4(float[] a, int ao, float[] out, int o, int first) {
    int last = column(first + 3);
    int column = first * LANES;
    FloatVector s0 = FloatVector.fromArray(SPECIES, bias, column);
    FloatVector s1 = FloatVector.fromArray(SPECIES, bias, column + LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, bias, column + 2 * LANES);
    FloatVector s3 = FloatVector.fromArray(SPECIES, bias, last);
    int b = first * LANES * depth;
    for (int k = 0; k < depth; k++) {
      FloatVector x = FloatVector.broadcast(SPECIES, a[ao + k]);
      s0 = FloatVector.fromArray(SPECIES, packed, b).fma(x, s0);
      s1 = FloatVector.fromArray(SPECIES, packed, b + LANES).fma(x, s1);
      s2 = FloatVector.fromArray(SPECIES, packed, b + 2 * LANES).fma(x, s2);
      s3 = FloatVector.fromArray(SPECIES, packed, b + 3 * LANES).fma(x, s3);
      b += 4 * LANES;
    }
    s0.intoArray(out, o + column);
    s1.intoArray(out, o + column + LANES);
    s2.intoArray(out, o + column + 2 * LANES);
    s3.intoArray(out, o + last);
  }

  private void rows4(float[] a, int ao, int as, float[] out, int o, int os, int first) {
    int last = column(first + 3);
    int c = first * LANES;
    FloatVector b0 = FloatVector.fromArray(SPECIES, bias, c);
    FloatVector b1 = FloatVector.fromArray(SPECIES, bias, c + LANES);
    FloatVector b2 = FloatVector.fromArray(SPECIES, bias, c + 2 * LANES);
    FloatVector b3 = FloatVector.fromArray(SPECIES, bias, last);
    FloatVector s00 = b0, s01 = b1, s02 = b2, s03 = b3;
    FloatVector s10 = b0, s11 = b1, s12 = b2, s13 = b3;
    FloatVector s20 = b0, s21 = b1, s22 = b2, s23 = b3;
    FloatVector s30 = b0, s31 = b1, s32 = b2, s33 = b3;
    int b = first * LANES * depth;
    for (int k = 0; k < depth; k++) {
      b0 = FloatVector.fromArray(SPECIES, packed, b);
      b1 = FloatVector.fromArray(SPECIES, packed, b + LANES);
      b2 = FloatVector.fromArray(SPECIES, packed, b + 2 * LANES);
      b3 = FloatVector.fromArray(SPECIES, packed, b + 3 * LANES);
      b += 4 * LANES;
      FloatVector x = FloatVector.broadcast(SPECIES, a[ao + k]);
      s00 = b0.fma(x, s00);
      s01 = b1.fma(x, s01);
      s02 = b2.fma(x, s02);
      s03 = b3.fma(x, s03);
      x = FloatVector.broadcast(SPECIES, a[ao + as + k]);
      s10 = b0.fma(x, s10);
      s11 = b1.fma(x, s11);
      s12 = b2.fma(x, s12);
      s13 = b3.fma(x, s13);
      x = FloatVector.broadcast(SPECIES, a[ao + 2 * as + k]);
      s20 = b0.fma(x, s20);
      s21 = b1.fma(x, s21);
      s22 = b2.fma(x, s22);
      s23 = b3.fma(x, s23);
      x = FloatVector.broadcast(SPECIES, a[ao + 3 * as + k]);
      s30 = b0.fma(x, s30);
      s31 = b1.fma(x, s31);
      s32 = b2.fma(x, s32);
      s33 = b3.fma(x, s33);
    }
    s00.intoArray(out, o + c);
    s01.intoArray(out, o + c + LANES);
    s02.intoArray(out, o + c + 2 * LANES);
    s03.intoArray(out, o + last);
    o += os;
    s10.intoArray(out, o + c);
    s11.intoArray(out, o + c + LANES);
    s12.intoArray(out, o + c + 2 * LANES);
    s13.intoArray(out, o + last);
    o += os;
    s20.intoArray(out, o + c);
    s21.intoArray(out, o + c + LANES);
    s22.intoArray(out, o + c + 2 * LANES);
    s23.intoArray(out, o + last);
    o += os;
    s30.intoArray(out, o + c);
    s31.intoArray(out, o + c + LANES);
    s32.intoArray(out, o + c + 2 * LANES);
    s33.intoArray(out, o + last);
  }
}

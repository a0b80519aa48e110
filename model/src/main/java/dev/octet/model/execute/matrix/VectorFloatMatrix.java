package dev.octet.model.execute.matrix;

import jdk.incubator.vector.FloatVector;

/**
 * Weights packed in blocks of up to four vectors of columns. The last vector reaches back over
 * columns that the one before it computes, too: same inputs, same bits.
 */
final class VectorFloatMatrix implements PackedMatrix {
  /** Columns of one vector; a matrix must have at least as many. */
  static final int LANES = FloatVector.SPECIES_PREFERRED.length();

  private static final int MOST_VECTORS = 4;

  private final ColumnBlock[] blocks;

  VectorFloatMatrix(float[] weights, float[] bias, int columns, int depth) {
    int vectors = (columns + LANES - 1) / LANES;
    float[] packed = new float[vectors * LANES * depth];
    blocks = new ColumnBlock[(vectors + MOST_VECTORS - 1) / MOST_VECTORS];
    for (int i = 0; i < blocks.length; i++) {
      int vector = i * MOST_VECTORS;
      int width = Math.min(MOST_VECTORS, vectors - vector);
      int last = Math.min((vector + width - 1) * LANES, columns - LANES);
      int offset = vector * LANES * depth;
      blocks[i] = new ColumnBlock(width, vector * LANES, last, packed, offset, depth, bias);
      pack(weights, blocks[i]);
    }
  }

  private static void pack(float[] weights, ColumnBlock c) {
    int target = c.offset;
    for (int k = 0; k < c.depth; k++) {
      for (int v = 0; v < c.vectors; v++) {
        int column = v == c.vectors - 1 ? c.last : c.first + v * LANES;
        for (int lane = 0; lane < LANES; lane++) {
          c.weights[target++] = weights[(column + lane) * c.depth + k];
        }
      }
    }
  }

  @Override
  public int blocks() {
    return blocks.length;
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
    for (int i = blockFrom; i < blockTo; i++) {
      ColumnBlock c = blocks[i];
      switch (c.vectors) {
        case 4 ->
            WideMatrixTiles.multiply4(a, aOffset, aStride, c, out, outOffset, outStride, rows);
        case 3 ->
            WideMatrixTiles.multiply3(a, aOffset, aStride, c, out, outOffset, outStride, rows);
        case 2 ->
            NarrowMatrixTiles.multiply2(a, aOffset, aStride, c, out, outOffset, outStride, rows);
        default ->
            NarrowMatrixTiles.multiply1(a, aOffset, aStride, c, out, outOffset, outStride, rows);
      }
    }
  }
}

package dev.octet.model.execute.matrix;

/** Packed [block][depth][column in block]; see {@link ScalarFloatArithmetic}. */
final class ScalarFloatMatrix implements PackedMatrix {
  /** Columns of a block: as many sums as stay in the innermost cache with room to spare. */
  private static final int BLOCK = 64;

  private final float[] packed;
  private final float[] bias;
  private final int columns;
  private final int depth;

  ScalarFloatMatrix(float[] weights, float[] bias, int columns, int depth) {
    this.bias = bias;
    this.columns = columns;
    this.depth = depth;
    this.packed = new float[columns * depth];
    for (int block = 0; block < blocks(); block++) {
      int first = block * BLOCK;
      int width = width(block);
      for (int k = 0; k < depth; k++) {
        for (int j = 0; j < width; j++) {
          packed[first * depth + k * width + j] = weights[(first + j) * depth + k];
        }
      }
    }
  }

  private int width(int block) {
    return Math.min(BLOCK, columns - block * BLOCK);
  }

  @Override
  public int blocks() {
    return (columns + BLOCK - 1) / BLOCK;
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
    float[] sums = new float[BLOCK];
    for (int block = blockFrom; block < blockTo; block++) {
      int first = block * BLOCK;
      int width = width(block);
      for (int r = 0; r < rows; r++) {
        System.arraycopy(bias, first, sums, 0, width);
        for (int k = 0; k < depth; k++) {
          addScaled(sums, a[aOffset + r * aStride + k], packed, first * depth + k * width, width);
        }
        System.arraycopy(sums, 0, out, outOffset + r * outStride + first, width);
      }
    }
  }

  private static void addScaled(float[] sums, float x, float[] row, int offset, int width) {
    for (int j = 0; j < width; j++) {
      sums[j] = Math.fma(x, row[offset + j], sums[j]);
    }
  }
}

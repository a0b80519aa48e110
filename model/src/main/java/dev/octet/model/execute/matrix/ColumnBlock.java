package dev.octet.model.execute.matrix;

/** A block of a packed matrix: a few vectors of columns. */
final class ColumnBlock {
  /** Number of vectors, 1 to 4. */
  final int vectors;

  /** First column of the first vector; all but the last follow one another. */
  final int first;

  /** First column of the last vector, which may reach back over columns of others. */
  final int last;

  /** Weights of all blocks, this one's [depth][vector][lane] from {@link #offset} on. */
  final float[] weights;

  /** Index of this block's first weight. */
  final int offset;

  /** Rows of the matrix. */
  final int depth;

  /** Bias of every column of the matrix. */
  final float[] bias;

  ColumnBlock(
      int vectors, int first, int last, float[] weights, int offset, int depth, float[] bias) {
    this.vectors = vectors;
    this.first = first;
    this.last = last;
    this.weights = weights;
    this.offset = offset;
    this.depth = depth;
    this.bias = bias;
  }
}

package dev.octet.model.execute.matrix;

/**
 * A weight matrix with a bias, laid out for one {@link FloatArithmetic}; columns come in blocks.
 */
public interface PackedMatrix {
  /** Number of column blocks. */
  int blocks();

  /**
   * {@code out[outOffset + r * outStride + c] = bias[c] + sum over k of a[aOffset + r * aStride +
   * k] * weight[c][k]} for {@code rows} rows and the columns of some blocks.
   *
   * @param blockFrom first block
   * @param blockTo past the last block
   */
  void multiply(
      float[] a,
      int aOffset,
      int aStride,
      float[] out,
      int outOffset,
      int outStride,
      int rows,
      int blockFrom,
      int blockTo);
}

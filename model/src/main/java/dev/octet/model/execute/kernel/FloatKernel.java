package dev.octet.model.execute.kernel;

/**
 * One op, prepared for fixed shapes: weights packed, constants folded. Immutable and shared by all
 * sessions. The work falls into independent pieces that may run in any order and on any thread.
 */
public interface FloatKernel {
  /** Number of pieces; the output's pixels if {@link #pixelwise()}. */
  int pieces();

  /** Whether piece {@code i} is pixel {@code i} (row-major) of the output, all its channels. */
  default boolean pixelwise() {
    return true;
  }

  /**
   * Whether a pixel of the output needs only the same pixel of the inputs that have the output's
   * shape, so that the op may run in place.
   */
  default boolean elementwise() {
    return false;
  }

  /** Elements that one piece should have read and written when pieces are grouped for a cache. */
  default int elementsPerPiece() {
    return 1;
  }

  /**
   * Computes pieces {@code from} (inclusive) to {@code to} (exclusive).
   *
   * @param inputs tensors read, HWC from index 0
   * @param output tensor written, HWC from index 0
   * @param scratch memory of the calling thread
   */
  void run(float[][] inputs, float[] output, int from, int to, FloatScratch scratch);
}

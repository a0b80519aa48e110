package dev.octet.runtime.kernel;

/**
 * A session's activations: one arena for each element type, indexed by {@code
 * TensorSpec.arenaOffset()}.
 */
public final class Memory {
  /** Elements past the last tensor that kernels may read as part of a vector, but never write. */
  private static final int SLACK = 64;

  /** Elements of the int8 tensors. */
  public final byte[] int8;

  /** Elements of the int16 tensors. */
  public final short[] int16;

  /** Allocates arenas of the given numbers of elements. */
  public Memory(int int8Elements, int int16Elements) {
    this.int8 = new byte[int8Elements + SLACK];
    this.int16 = new short[int16Elements + SLACK];
  }
}

package dev.octet.model.torch.tensor;

import java.nio.ByteBuffer;

/** A run of bytes in a file that tensors are views of. */
public interface Storage {
  /** Its length in bytes; known to lie inside the file. */
  long length();

  /**
   * Reads a part of it, which the caller has checked to lie inside.
   *
   * @return little-endian, from position 0
   */
  ByteBuffer read(long offset, int length);
}

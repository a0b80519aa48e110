package dev.octet.model.tflite.read;

import dev.octet.model.tflite.flat.FlatTable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A tensor of the file.
 *
 * @param index its number
 * @param name its name, perhaps empty
 * @param dims extents, the batch first; -1 where the file leaves one open
 * @param type what its elements are; empty for a type that no network of pictures uses
 * @param stored the bytes of a constant, empty for what is computed
 * @param quantization what its elements mean, if they are quantized
 * @param sparsity how a sparse constant is stored
 */
public record TfliteTensor(
    int index,
    String name,
    int[] dims,
    Optional<ElementCode> type,
    ByteBuffer stored,
    Optional<AffineScale> quantization,
    Optional<FlatTable> sparsity)
    implements TfliteValue {
  /** Whether its values are in the file. */
  public boolean isConstant() {
    return stored.capacity() > 0;
  }

  /** Number of elements, of which an open extent counts as one. */
  public long elements() {
    long elements = 1;
    for (int dim : dims) {
      elements *= Math.max(dim, 1);
    }
    return elements;
  }

  /** How messages name it. */
  public String label() {
    return "tensor " + index + " '" + name + "'";
  }

  /** Whether it has the given extents. */
  public boolean hasDims(int... expected) {
    return Arrays.equals(dims, expected);
  }
}

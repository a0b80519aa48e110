package dev.octet.model.tflite.read;

import dev.octet.model.ModelLimits;
import java.util.HashMap;
import java.util.Map;

/**
 * The constants of a file, and how much may be made of them: each stored byte can become one float,
 * sparse constants a number of zeros that grows with the file.
 */
public final class StoredConstants {
  private final Map<Integer, StoredValues> written = new HashMap<>();
  private long sparse;
  private long floats;

  /**
   * Nothing read yet.
   *
   * @param fileBytes length of the file
   */
  public StoredConstants(long fileBytes) {
    sparse = ModelLimits.SPARSE_BASE + ModelLimits.SPARSE_RATIO * fileBytes;
    floats = fileBytes;
  }

  /**
   * The values of a constant, with the zeros between them if it is sparse.
   *
   * @throws dev.octet.runtime.OctetException as {@link StoredValues}
   */
  public StoredValues of(TfliteTensor constant) {
    if (constant.sparsity().isEmpty() || constant.type().isEmpty()) {
      return new StoredValues(constant);
    }
    return written.computeIfAbsent(constant.index(), index -> dense(constant));
  }

  private StoredValues dense(TfliteTensor constant) {
    StoredValues values =
        new StoredValues(
            constant,
            SparseValues.dense(constant, constant.sparsity().get(), constant.type().get(), sparse));
    sparse -= values.size();
    floats += values.size();
    return values;
  }

  /** Takes floats off those that stored values become; false if they are used up. */
  public boolean charge(long count) {
    if (count > floats) {
      return false;
    }
    floats -= count;
    return true;
  }
}

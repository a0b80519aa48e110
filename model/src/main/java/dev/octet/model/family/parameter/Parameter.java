package dev.octet.model.family.parameter;

import java.util.List;

/** One tensor of a state dict. Its shape is known; its values stay in the file until asked for. */
public interface Parameter {
  /** Its name in the state dict, such as {@code features.0.0.weight}. */
  String name();

  /** Its extents, outermost first; empty for a scalar. */
  List<Integer> shape();

  /** Its element type as messages show it, such as {@code float32}. */
  String type();

  /**
   * Reads the values in row-major order as float32.
   *
   * @throws dev.octet.runtime.OctetException INPUT if the file is damaged there or a value is not
   *     finite, UNSUPPORTED if its elements are not real numbers
   */
  float[] read();

  /** Equal for two parameters exactly if they are the same stored values in the same layout. */
  Object source();
}

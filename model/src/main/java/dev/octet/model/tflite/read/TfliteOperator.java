package dev.octet.model.tflite.read;

import dev.octet.model.tflite.flat.FlatTable;
import dev.octet.model.tflite.flat.FlatVector;
import java.util.Optional;

/**
 * An operator of the file.
 *
 * @param index its number
 * @param kind TensorFlow Lite's name for it, such as {@code CONV_2D}, or a custom operator's own
 * @param inputs numbers of the tensors it reads; -1 for one that is left out
 * @param outputs numbers of the tensors it writes
 * @param options its settings; absent ones have the schema's defaults
 * @param custom a custom operator's settings, in its own encoding
 */
public record TfliteOperator(
    int index,
    String kind,
    int[] inputs,
    int[] outputs,
    Optional<FlatTable> options,
    FlatVector custom) {
  /** A setting of 8 bits. */
  public int int8(int field, int absent) {
    return options.map(table -> table.int8(field, absent)).orElse(absent);
  }

  /** A setting of 32 bits. */
  public int int32(int field, int absent) {
    return options.map(table -> table.int32(field, absent)).orElse(absent);
  }

  /** A setting that is a float. */
  public float float32(int field, float absent) {
    return options.map(table -> table.float32(field, absent)).orElse(absent);
  }

  /** Whether there is an input of this number. */
  public boolean has(int input) {
    return input < inputs.length && inputs[input] >= 0;
  }

  /** How messages name it. */
  public String label() {
    return "operator " + index + " (" + kind + ")";
  }
}

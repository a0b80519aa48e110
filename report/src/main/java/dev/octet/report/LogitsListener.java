package dev.octet.report;

/** Sees the logits of every input, in order. */
@FunctionalInterface
public interface LogitsListener {
  /**
   * Sees one input's logits.
   *
   * @param index its index in the source
   * @param reference the float model's
   * @param answer the int8 model's, dequantized
   */
  void accept(int index, float[] reference, float[] answer);
}

package dev.octet.report.compare;

/** Sees the logits of every input, in order. */
@FunctionalInterface
public interface LogitsListener {
  /** Nobody listens. */
  LogitsListener NONE = (index, reference, answers) -> {};

  /**
   * An interrupted comparison goes on.
   *
   * @param readable number of inputs that were seen before
   */
  default void resumed(int readable) {}

  /**
   * Sees one input's logits.
   *
   * @param index its index in the source
   * @param reference the float model's
   * @param answers each candidate's, dequantized
   */
  void accept(int index, float[] reference, float[][] answers);
}

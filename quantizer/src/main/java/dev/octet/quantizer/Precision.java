package dev.octet.quantizer;

/** How many bits activations may have. */
public enum Precision {
  /**
   * 8 bits between steps, and more where more cost nothing ({@link #STRICT8} has none of these).
   */
  INT8,
  /** 8 bits between steps, except inside squeeze-excite and at the logits. */
  STRICT8,
  /** 16 bits for the tensors that a sensitivity scan names. */
  MIXED
}

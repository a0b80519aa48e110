package dev.octet.quantizer;

/** How many bits activations may have. */
public enum Precision {
  /** 8 bits between steps, except inside squeeze-excite and at the logits. */
  INT8,
  /** 16 bits for the tensors that a sensitivity scan names. */
  MIXED
}

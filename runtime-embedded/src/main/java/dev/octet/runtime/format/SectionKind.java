package dev.octet.runtime.format;

/** The kinds of sections of format version 1; each occurs once, some may be missing. */
public enum SectionKind {
  /** Name, input, output, arena sizes. */
  MODEL(1, true),
  /** What a picture goes through. */
  PREPROCESSING(2, false),
  /** Class names. */
  LABELS(3, false),
  /** Activation tensors. */
  TENSORS(4, true),
  /** Steps in order. */
  OPERATIONS(5, true),
  /** All weights. */
  WEIGHTS(6, true),
  /** Inputs and outputs for the self-check. */
  GOLDEN(7, true),
  /** What decided the file's bytes, JSON. */
  PROVENANCE(8, true),
  /** Steps that run together in bands of rows. */
  BANDS(9, false);

  private final int code;
  private final boolean required;

  SectionKind(int code, boolean required) {
    this.code = code;
    this.required = required;
  }

  /** The number in the section table. */
  public int code() {
    return code;
  }

  /** Whether every file has this section. */
  public boolean required() {
    return required;
  }

  /** The kind with a code, or null. */
  public static SectionKind of(int code) {
    for (SectionKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    return null;
  }
}

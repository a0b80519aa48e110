package dev.octet.model.tflite.read;

import java.util.Locale;
import java.util.Optional;

/** Element types of TensorFlow Lite that a network of pictures uses. */
public enum ElementCode {
  /** IEEE 754 single precision. */
  FLOAT32(0, 4),
  /** IEEE 754 half precision. */
  FLOAT16(1, 2),
  /** 32 bits with a sign: biases, shapes. */
  INT32(2, 4),
  /** 8 bits without a sign: the older quantized files. */
  UINT8(3, 1),
  /** 64 bits with a sign: biases beside 16-bit activations, class numbers. */
  INT64(4, 8),
  /** A truth value. */
  BOOL(6, 1),
  /** 16 bits with a sign. */
  INT16(7, 2),
  /** 8 bits with a sign. */
  INT8(9, 1);

  private final int code;
  private final int bytes;

  ElementCode(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  static Optional<ElementCode> of(int code) {
    for (ElementCode type : values()) {
      if (type.code == code) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** Bytes of an element. */
  public int bytes() {
    return bytes;
  }

  /** Whether elements are 8 bits that stand for real numbers. */
  public boolean isQuantized8() {
    return this == INT8 || this == UINT8;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

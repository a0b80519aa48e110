package dev.octet.model.torch.tensor;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Element types of tensors, with their names in PyTorch and safetensors. */
public enum ElementKind {
  FLOAT32("float32", "FloatStorage", "F32", 4, true) {
    @Override
    float get(ByteBuffer data, int index) {
      return data.getFloat(4 * index);
    }
  },
  FLOAT64("float64", "DoubleStorage", "F64", 8, true) {
    @Override
    float get(ByteBuffer data, int index) {
      return (float) data.getDouble(8 * index);
    }
  },
  FLOAT16("float16", "HalfStorage", "F16", 2, true) {
    @Override
    float get(ByteBuffer data, int index) {
      return halfToFloat(data.getShort(2 * index));
    }
  },
  BFLOAT16("bfloat16", "BFloat16Storage", "BF16", 2, true) {
    @Override
    float get(ByteBuffer data, int index) {
      return Float.intBitsToFloat(data.getShort(2 * index) << 16);
    }
  },
  INT64("int64", "LongStorage", "I64", 8, false),
  INT32("int32", "IntStorage", "I32", 4, false),
  INT16("int16", "ShortStorage", "I16", 2, false),
  INT8("int8", "CharStorage", "I8", 1, false),
  UINT8("uint8", "ByteStorage", "U8", 1, false),
  BOOL("bool", "BoolStorage", "BOOL", 1, false),
  UINT16("uint16", "", "U16", 2, false),
  UINT32("uint32", "", "U32", 4, false),
  UINT64("uint64", "", "U64", 8, false),
  FLOAT8_E4M3("float8", "", "F8_E4M3", 1, false),
  FLOAT8_E5M2("float8", "", "F8_E5M2", 1, false),
  COMPLEX64("complex64", "ComplexFloatStorage", "C64", 8, false),
  COMPLEX128("complex128", "ComplexDoubleStorage", "", 16, false),
  QINT8("qint8", "QInt8Storage", "", 1, false),
  QUINT8("quint8", "QUInt8Storage", "", 1, false),
  QINT32("qint32", "QInt32Storage", "", 4, false),
  /** Bytes whose type the tensor names. */
  UNTYPED("untyped", "UntypedStorage", "", 1, false);

  private final String label;
  private final String torchStorage;
  private final String safetensors;
  private final int bytes;
  private final boolean real;

  ElementKind(String label, String torchStorage, String safetensors, int bytes, boolean real) {
    this.label = label;
    this.torchStorage = torchStorage;
    this.safetensors = safetensors;
    this.bytes = bytes;
    this.real = real;
  }

  /** The kind of a PyTorch storage class. */
  public static Optional<ElementKind> ofStorage(String className) {
    for (ElementKind kind : values()) {
      if (!kind.torchStorage.isEmpty() && kind.torchStorage.equals(className)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** The kind of a safetensors {@code dtype}. */
  public static Optional<ElementKind> ofSafetensors(String dtype) {
    for (ElementKind kind : values()) {
      if (!kind.safetensors.isEmpty() && kind.safetensors.equals(dtype)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** The name in messages. */
  public String label() {
    return label;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** Whether {@link #get} works. */
  boolean real() {
    return real;
  }

  /**
   * Element {@code index} as float32, doubles rounded to nearest.
   *
   * @param data little-endian
   */
  float get(ByteBuffer data, int index) {
    throw new IllegalStateException(this + " is not a real number");
  }

  /** IEEE 754 binary16 to binary32; exact. */
  static float halfToFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >> 10) & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wide = exponent == 31 ? 0xff : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | (wide << 23) | (fraction << 13));
  }
}

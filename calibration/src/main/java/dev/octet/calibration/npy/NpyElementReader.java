package dev.octet.calibration.npy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;

/** How an element of a known type is read from bytes. */
enum NpyElementReader {
  FLOAT16(2, true, (data, index) -> half(data.getShort(2 * index))),
  FLOAT32(4, true, (data, index) -> data.getFloat(4 * index)),
  FLOAT64(8, true, (data, index) -> data.getDouble(8 * index)),
  INT32(4, false, (data, index) -> data.getInt(4 * index)),
  INT64(8, false, (data, index) -> data.getLong(8 * index));

  private interface Element {
    double get(ByteBuffer data, int index);
  }

  private static final Map<String, NpyElementReader> BY_CODE =
      Map.of("f2", FLOAT16, "f4", FLOAT32, "f8", FLOAT64, "i4", INT32, "i8", INT64);

  final int bytes;
  final boolean isFloat;
  private final Element element;

  NpyElementReader(int bytes, boolean isFloat, Element element) {
    this.bytes = bytes;
    this.isFloat = isFloat;
    this.element = element;
  }

  double get(ByteBuffer data, int index) {
    return element.get(data, index);
  }

  /** The reader of a type such as {@code <f4}, if it is known. */
  static Optional<NpyElementReader> of(String type) {
    return Optional.ofNullable(BY_CODE.get(type.substring(1)));
  }

  /** The byte order of a type. */
  static ByteOrder order(String type) {
    return type.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  /** IEEE 754 binary16. */
  private static double half(short bits) {
    int exponent = bits >> 10 & 31;
    int fraction = bits & 1023;
    double magnitude;
    if (exponent == 31) {
      magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (exponent == 0) {
      magnitude = fraction * 0x1p-24;
    } else {
      magnitude = (1024 + fraction) * Math.scalb(1.0, exponent - 25);
    }
    return bits < 0 ? -magnitude : magnitude;
  }
}

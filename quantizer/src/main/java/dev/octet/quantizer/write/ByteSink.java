package dev.octet.quantizer.write;

import dev.octet.runtime.format.bytes.OctetFormat;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Collects a section's bytes, little-endian. */
final class ByteSink {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  int size() {
    return bytes.size();
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }

  void u8(int value) {
    bytes.write(value);
  }

  void u32(long value) {
    little(value, 4);
  }

  void f64s(double... values) {
    for (double value : values) {
      little(Double.doubleToLongBits(value), 8);
    }
  }

  void bytes(byte[] values) {
    bytes.writeBytes(values);
  }

  void bytes(byte[] data, int offset, int length) {
    bytes.write(data, offset, length);
  }

  /** Zeros up to the next multiple of the format's alignment. */
  void align() {
    bytes.writeBytes(new byte[(int) OctetFormat.align(size()) - size()]);
  }

  void string(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    u32(utf8.length);
    bytes(utf8);
  }

  /** An integer array: the narrowest form that holds it. */
  void array(long... values) {
    boolean one = values.length > 0 && Arrays.stream(values).allMatch(v -> v == values[0]);
    long min = Arrays.stream(values).min().orElse(0);
    long max = Arrays.stream(values).max().orElse(0);
    int width = 8;
    for (int candidate : new int[] {4, 2, 1}) {
      int bits = 8 * candidate - 1;
      if (min >= -(1L << bits) && max < 1L << bits) {
        width = candidate;
      }
    }
    u8(one ? width | OctetFormat.ONE_FOR_ALL : width);
    for (int i = 0; i < (one ? 1 : values.length); i++) {
      little(values[i], width);
    }
  }

  void array(int... values) {
    array(Arrays.stream(values).asLongStream().toArray());
  }

  void array(short[] values) {
    array(IntStream.range(0, values.length).map(i -> values[i]).toArray());
  }

  void array(byte[] values) {
    array(LongStream.range(0, values.length).map(i -> values[(int) i]).toArray());
  }

  void little(long value, int count) {
    for (int i = 0; i < count; i++) {
      bytes.write((int) (value >> 8 * i));
    }
  }
}

package dev.octet.runtime.format.bytes;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads a range of a file in order, little-endian; every read is checked against the range. */
public final class ByteCursor {
  private final byte[] data;
  private final int end;
  private final String source;
  private int position;
  private long arrayElements;

  /**
   * Starts at the beginning of a range, which lies inside the array.
   *
   * @param data the whole file
   * @param offset first byte of the range
   * @param length bytes of the range
   * @param source the file's name, for errors
   */
  public ByteCursor(byte[] data, int offset, int length, String source) {
    this.data = data;
    this.position = offset;
    this.end = offset + length;
    this.source = source;
    this.arrayElements = FormatLimits.arrayElements(data.length);
  }

  /** Index in the file of the next byte. */
  public int position() {
    return position;
  }

  /** Bytes that are left. */
  public int remaining() {
    return end - position;
  }

  /** The failure of this file at the position of this cursor. */
  public OctetException failure(String what) {
    return failureAt(position, what);
  }

  /** The failure of this file at a position. */
  public OctetException failureAt(long at, String what) {
    return refusal(source, at, what);
  }

  /** The failure of a file at a position. */
  public static OctetException refusal(String source, long at, String what) {
    return new OctetException(
        Failure.INPUT,
        what,
        source + ": byte " + at,
        "copy the file again, or quantize the model again");
  }

  /** Refuses bytes past the last field. */
  public void finish() {
    if (position != end) {
      throw failure(end - position + " bytes past the section's last field");
    }
  }

  private int take(int count) {
    if (count < 0 || count > end - position) {
      throw failure("the section ends inside a field of " + count + " bytes");
    }
    int at = position;
    position += count;
    return at;
  }

  public int u8() {
    return data[take(1)] & 0xff;
  }

  private long signed(int bytes) {
    int at = take(bytes);
    long value = data[at + bytes - 1];
    for (int i = bytes - 2; i >= 0; i--) {
      value = value << 8 | (data[at + i] & 0xff);
    }
    return value;
  }

  /** A count, size or index, 0 to {@code limit} inclusive. */
  public int u32(String field, int limit) {
    int at = position;
    long value = signed(4) & 0xffffffffL;
    if (value > limit) {
      throw failureAt(at, field + " is " + value + ", above " + limit);
    }
    return (int) value;
  }

  /** An index below {@code count}. */
  public int index(String field, int count) {
    return u32(field, count - 1);
  }

  public double f64() {
    return Double.longBitsToDouble(signed(8));
  }

  public double[] f64s(int count) {
    if (count > (end - position) / 8) {
      throw failure("the section ends inside an array of " + count + " doubles");
    }
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = f64();
    }
    return values;
  }

  public byte[] bytes(int count) {
    int at = take(count);
    return Arrays.copyOfRange(data, at, at + count);
  }

  public String string(String field) {
    int length = u32("the length of " + field, FormatLimits.NAME_BYTES);
    return utf8(field, length);
  }

  public String utf8(String field, int length) {
    int at = take(length);
    if (isAscii(data, at, at + length)) {
      return new String(data, at, length, StandardCharsets.US_ASCII);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(data, at, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw failureAt(at, field + " is not UTF-8");
    }
  }

  private static boolean isAscii(byte[] data, int from, int to) {
    int all = 0;
    for (int i = from; i < to; i++) {
      all |= data[i];
    }
    return all >= 0;
  }

  /** An integer array of a known number of elements: a form byte, then one value or all. */
  public long[] longs(String field, int count, long min, long max) {
    int form = u8();
    int bytes = form & ~OctetFormat.ONE_FOR_ALL;
    if (bytes != 1 && bytes != 2 && bytes != 4 && bytes != 8) {
      throw failureAt(position - 1L, field + " has the unknown array form " + form);
    }
    boolean one = (form & OctetFormat.ONE_FOR_ALL) != 0;
    arrayElements -= count;
    if (arrayElements < 0 || (!one && count > (end - position) / bytes)) {
      throw failure(field + " has more elements than a file of this size may hold");
    }
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      int at = position;
      values[i] = one && i > 0 ? values[0] : signed(bytes);
      if (values[i] < min || values[i] > max) {
        throw failureAt(at, field + " is " + values[i] + ", not in " + min + " to " + max);
      }
    }
    return values;
  }

  public int[] ints(String field, int count, int min, int max) {
    long[] values = longs(field, count, min, max);
    int[] result = new int[count];
    for (int i = 0; i < count; i++) {
      result[i] = (int) values[i];
    }
    return result;
  }

  public short[] shorts(String field, int count) {
    long[] values = longs(field, count, Short.MIN_VALUE, Short.MAX_VALUE);
    short[] result = new short[count];
    for (int i = 0; i < count; i++) {
      result[i] = (short) values[i];
    }
    return result;
  }

  public byte[] int8s(String field, int count) {
    long[] values = longs(field, count, Byte.MIN_VALUE, Byte.MAX_VALUE);
    byte[] result = new byte[count];
    for (int i = 0; i < count; i++) {
      result[i] = (byte) values[i];
    }
    return result;
  }
}

package dev.octet.model.tflite.flat;

import java.nio.ByteBuffer;
import java.util.Objects;

/** A vector of numbers, tables or strings; its length has been compared with the buffer's. */
public final class FlatVector {
  private final FlatBuffer buffer;
  private final int start;
  private final int size;
  private final int elementBytes;

  FlatVector(FlatBuffer buffer, int start, int size, int elementBytes) {
    this.buffer = buffer;
    this.start = start;
    this.size = size;
    this.elementBytes = elementBytes;
  }

  static FlatVector at(FlatBuffer buffer, int at, int elementBytes) {
    buffer.require(at, Integer.BYTES);
    long count = Integer.toUnsignedLong(buffer.intAt(at));
    buffer.require((long) at + Integer.BYTES, count * elementBytes);
    return new FlatVector(buffer, at + Integer.BYTES, (int) count, elementBytes);
  }

  /** Number of elements. */
  public int size() {
    return size;
  }

  /** Where its first element is. */
  public int position() {
    return start;
  }

  /** A number of 16 bits, without a sign. */
  public int uint16(int index) {
    return buffer.shortAt(place(index)) & 0xffff;
  }

  /** A byte, without a sign. */
  public int uint8(int index) {
    return buffer.byteAt(place(index)) & 0xff;
  }

  /** A number of 32 bits. */
  public int int32(int index) {
    return buffer.intAt(place(index));
  }

  /** A number of 64 bits. */
  public long int64(int index) {
    return buffer.longAt(place(index));
  }

  /** A float. */
  public float float32(int index) {
    return buffer.floatAt(place(index));
  }

  /**
   * A table.
   *
   * @throws dev.octet.runtime.OctetException INPUT if its offset leads out of the buffer
   */
  public FlatTable table(int index) {
    return buffer.table(place(index));
  }

  /** The elements' bytes, without a copy. */
  public ByteBuffer bytes() {
    return buffer.slice(start, (long) size * elementBytes);
  }

  private int place(int index) {
    return start + Objects.checkIndex(index, size) * elementBytes;
  }
}

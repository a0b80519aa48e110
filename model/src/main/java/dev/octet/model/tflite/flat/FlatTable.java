package dev.octet.model.tflite.flat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A table: fields that may be absent, each at the place that the table's vtable says. Fields have
 * numbers from 0 on, in the order of the schema.
 */
public final class FlatTable {
  private static final int VTABLE_HEADER = 2 * Short.BYTES;

  private final FlatBuffer buffer;
  private final int at;
  private final int vtable;
  private final int vtableBytes;
  private final int tableBytes;

  FlatTable(FlatBuffer buffer, int at) {
    this.buffer = buffer;
    this.at = at;
    buffer.require(at, Integer.BYTES);
    long start = (long) at - buffer.intAt(at);
    buffer.require(start, VTABLE_HEADER);
    vtable = (int) start;
    vtableBytes = buffer.shortAt(vtable) & 0xffff;
    tableBytes = buffer.shortAt(vtable + Short.BYTES) & 0xffff;
    if (vtableBytes < VTABLE_HEADER || tableBytes < Integer.BYTES) {
      throw buffer.damaged("a table without a head", at);
    }
    buffer.require(vtable, vtableBytes);
    buffer.require(at, tableBytes);
  }

  /** Where the table is, in bytes. */
  public int position() {
    return at;
  }

  /** The buffer it is in. */
  public FlatBuffer buffer() {
    return buffer;
  }

  /** Whether a field is there. */
  public boolean has(int field) {
    return place(field, 1) >= 0;
  }

  /** A signed byte. */
  public int int8(int field, int absent) {
    int place = place(field, Byte.BYTES);
    return place < 0 ? absent : buffer.byteAt(place);
  }

  /** A truth value; absent means false. */
  public boolean flag(int field) {
    return int8(field, 0) != 0;
  }

  /** A signed number of 32 bits. */
  public int int32(int field, int absent) {
    int place = place(field, Integer.BYTES);
    return place < 0 ? absent : buffer.intAt(place);
  }

  /** A number of 64 bits. */
  public long int64(int field, long absent) {
    int place = place(field, Long.BYTES);
    return place < 0 ? absent : buffer.longAt(place);
  }

  /** A float. */
  public float float32(int field, float absent) {
    int place = place(field, Float.BYTES);
    return place < 0 ? absent : buffer.floatAt(place);
  }

  /**
   * Another table.
   *
   * @throws dev.octet.runtime.OctetException INPUT if its offset leads out of the buffer
   */
  public Optional<FlatTable> table(int field) {
    int place = place(field, Integer.BYTES);
    return place < 0 ? Optional.empty() : Optional.of(buffer.table(place));
  }

  /**
   * A vector; an absent one is empty.
   *
   * @param elementBytes bytes of an element: 4 for tables and strings
   * @throws dev.octet.runtime.OctetException INPUT if it is longer than the buffer
   */
  public FlatVector vector(int field, int elementBytes) {
    int place = place(field, Integer.BYTES);
    return place < 0
        ? new FlatVector(buffer, 0, 0, elementBytes)
        : FlatVector.at(buffer, buffer.follow(place), elementBytes);
  }

  /**
   * A string of UTF-8; an absent one is empty.
   *
   * @param most bytes it may have
   * @throws dev.octet.runtime.OctetException INPUT if it is longer
   */
  public String text(int field, int most) {
    FlatVector letters = vector(field, Byte.BYTES);
    if (letters.size() > most) {
      throw buffer.damaged("a name of " + letters.size() + " bytes", letters.position());
    }
    return StandardCharsets.UTF_8.decode(letters.bytes()).toString();
  }

  /** Where a field is, or -1 if it is absent. */
  private int place(int field, int bytes) {
    int entry = VTABLE_HEADER + field * Short.BYTES;
    if (entry + Short.BYTES > vtableBytes) {
      return -1;
    }
    int offset = buffer.shortAt(vtable + entry) & 0xffff;
    if (offset == 0) {
      return -1;
    }
    if (offset < Integer.BYTES || offset + bytes > tableBytes) {
      throw buffer.damaged("a field outside of its table", at);
    }
    return at + offset;
  }
}

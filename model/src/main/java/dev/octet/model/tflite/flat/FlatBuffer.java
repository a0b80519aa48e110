package dev.octet.model.tflite.flat;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The bytes of a FlatBuffer (little-endian). Nothing in it is believed: {@link FlatTable} and
 * {@link FlatVector} compare every place with the length before they read. Positions are bytes from
 * the beginning.
 */
public final class FlatBuffer {
  private static final int IDENTIFIER = 4;

  private final ByteBuffer bytes;
  private final String file;
  private final int base;

  /**
   * Wraps bytes, without a copy.
   *
   * @param bytes the bytes from their position to their limit
   * @param base where they begin in the file, for messages
   * @param file the file's name, for messages
   */
  public FlatBuffer(ByteBuffer bytes, int base, String file) {
    this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    this.base = base;
    this.file = file;
  }

  /** Number of bytes. */
  public int length() {
    return bytes.capacity();
  }

  /**
   * The table that the buffer begins with.
   *
   * @throws OctetException INPUT if there is none
   */
  public FlatTable root() {
    return table(0);
  }

  /** Whether the four letters behind the first offset are the given ones. */
  public boolean hasIdentifier(String identifier) {
    for (int i = 0; i < IDENTIFIER; i++) {
      if (length() < 2 * IDENTIFIER || bytes.get(IDENTIFIER + i) != identifier.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The table that the offset at a place points to. */
  FlatTable table(int at) {
    return new FlatTable(this, follow(at));
  }

  /** Where the offset at a place points to. */
  int follow(int at) {
    require(at, Integer.BYTES);
    long target = at + Integer.toUnsignedLong(bytes.getInt(at));
    if (target > length() - Integer.BYTES || target == at) {
      throw damaged("an offset that leads out of the file", at);
    }
    return (int) target;
  }

  /** Checks that a place and what follows it are inside. */
  void require(long at, long count) {
    if (at < 0 || count < 0 || at > length() - count) {
      throw damaged(count + " bytes that are not there", at);
    }
  }

  byte byteAt(int at) {
    return bytes.get(at);
  }

  int shortAt(int at) {
    return bytes.getShort(at);
  }

  int intAt(int at) {
    return bytes.getInt(at);
  }

  long longAt(int at) {
    return bytes.getLong(at);
  }

  float floatAt(int at) {
    return bytes.getFloat(at);
  }

  /**
   * Bytes at a place, without a copy.
   *
   * @throws OctetException INPUT if they are not there
   */
  public ByteBuffer slice(long at, long count) {
    require(at, count);
    return bytes.slice((int) at, (int) count).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A buffer that contradicts itself at a place. */
  public OctetException damaged(String what, long at) {
    return new OctetException(
        Failure.INPUT,
        what,
        file + ": byte " + (base + at),
        "the file is damaged or made up; copy it or convert it again");
  }
}

package dev.octet.runtime.schedule;

/**
 * The integer type of a tensor's elements: a number of bits, 8 to 16. Elements of 8 bits are stored
 * in bytes, all others in shorts; each storage has an arena of its own.
 */
public enum ElementType {
  /** 8 bits, -128 to 127. */
  INT8,
  /** 9 bits, -256 to 255. */
  INT9,
  /** 10 bits, -512 to 511. */
  INT10,
  /** 11 bits, -1024 to 1023. */
  INT11,
  /** 12 bits, -2048 to 2047. */
  INT12,
  /** 13 bits, -4096 to 4095. */
  INT13,
  /** 14 bits, -8192 to 8191. */
  INT14,
  /** 15 bits, -16384 to 16383. */
  INT15,
  /** 16 bits, -32768 to 32767. */
  INT16;

  /** The fewest bits that a type has. */
  public static final int MIN_BITS = 8;

  /** The most bits that a type has. */
  public static final int MAX_BITS = 16;

  private static final ElementType[] BY_BITS = values();

  /**
   * The type of a number of bits.
   *
   * @param bits {@link #MIN_BITS} to {@link #MAX_BITS}
   */
  public static ElementType ofBits(int bits) {
    return BY_BITS[bits - MIN_BITS];
  }

  /** Bits of an element. */
  public int bits() {
    return MIN_BITS + ordinal();
  }

  /** Whether elements are stored in shorts, as all but those of 8 bits are. */
  public boolean wide() {
    return this != INT8;
  }

  /** Bytes in which an element is stored. */
  public int bytes() {
    return wide() ? 2 : 1;
  }

  /** The smallest value. */
  public int min() {
    return -1 - max();
  }

  /** The largest value. */
  public int max() {
    return (1 << bits() - 1) - 1;
  }

  /**
   * The element nearest to a level, which is a real value in steps from the zero point: {@code
   * clamp(floor(level + 1/2), min, max)} (docs/arithmetic.md, equation 1). Halves are rounded
   * upwards; NaN becomes 0.
   */
  public int nearest(double level) {
    return (int) Math.min(Math.max(Math.floor(level + 0.5), min()), max());
  }
}

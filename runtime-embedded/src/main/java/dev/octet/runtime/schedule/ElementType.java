package dev.octet.runtime.schedule;

/** The integer type of a tensor's elements; each type has an arena of its own. */
public enum ElementType {
  /** 8 bits, -128 to 127. */
  INT8(1, -128, 127),
  /** 16 bits, -32768 to 32767. */
  INT16(2, -32768, 32767);

  private final int bytes;
  private final int min;
  private final int max;

  ElementType(int bytes, int min, int max) {
    this.bytes = bytes;
    this.min = min;
    this.max = max;
  }

  /** Bytes of an element. */
  public int bytes() {
    return bytes;
  }

  /** The smallest value. */
  public int min() {
    return min;
  }

  /** The largest value. */
  public int max() {
    return max;
  }

  /**
   * The element nearest to a level, which is a real value in steps from the zero point: {@code
   * clamp(floor(level + 1/2), min, max)} (docs/arithmetic.md, equation 1). Halves are rounded
   * upwards; NaN becomes 0.
   */
  public int nearest(double level) {
    return (int) Math.min(Math.max(Math.floor(level + 0.5), min), max);
  }
}

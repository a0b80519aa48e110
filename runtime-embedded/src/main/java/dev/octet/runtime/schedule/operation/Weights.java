package dev.octet.runtime.schedule.operation;

/** Read-only int8 weights: a range of a byte array, usually of the whole file's. */
public final class Weights {
  private final byte[] data;
  private final int offset;
  private final int length;

  /**
   * Wraps a range without copying it.
   *
   * @param data the array, not to be changed afterwards
   * @param offset first weight
   * @param length number of weights
   */
  public Weights(byte[] data, int offset, int length) {
    this.data = data;
    this.offset = offset;
    this.length = length;
  }

  /** The array that holds the weights, among other things. */
  public byte[] data() {
    return data;
  }

  /** Index of the first weight in {@link #data()}. */
  public int offset() {
    return offset;
  }

  /** Number of weights. */
  public int length() {
    return length;
  }

  /** One weight. */
  public byte at(int index) {
    return data[offset + index];
  }
}

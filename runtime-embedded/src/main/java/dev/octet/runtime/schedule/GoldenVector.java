package dev.octet.runtime.schedule;

/** An input tensor and the output the schedule must produce, bit for bit. */
public final class GoldenVector {
  /** Input elements (int8), HWC. */
  public final byte[] input;

  /** Elements of the answer ({@link Schedule#heads}), widened to short. */
  public final short[] output;

  /** Keeps the arrays without copying. */
  public GoldenVector(byte[] input, short[] output) {
    this.input = input;
    this.output = output;
  }
}

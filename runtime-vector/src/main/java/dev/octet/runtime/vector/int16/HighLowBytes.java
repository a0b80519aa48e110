package dev.octet.runtime.vector.int16;

import dev.octet.runtime.vector.lanes.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Sums over int16 elements in float arithmetic. An element x is {@code 256 * high + low + 128} with
 * {@code high = x >> 8} and {@code low = (x & 255) - 128}, both from -128 to 127: two sums over
 * these are exact where one over int8 elements is, and the constant goes into the bias.
 */
final class HighLowBytes {
  /** What one unit of a weight adds to the sum beside the two parts. */
  static final int CENTRE = 128;

  /** Floats up to {@code 2^22} in magnitude become ints by adding it: its low bits are the int. */
  private static final float MAGIC = 0x1.8p23f;

  private static final int MAGIC_BITS = Float.floatToRawIntBits(MAGIC);

  /** What {@link #join} adds to a sum without meaning to, in 32 bits. */
  static final int EXCESS = (MAGIC_BITS << Byte.SIZE) + MAGIC_BITS;

  /** The largest magnitude of a part's sum. */
  static final int LIMIT = 1 << 22;

  private HighLowBytes() {}

  /** Takes elements apart. Reads and writes whole vectors, as {@link Lanes#widen}. */
  static void split(short[] source, int from, float[] target, int high, int low, int count) {
    for (int i = 0; i < count; i += Lanes.COUNT) {
      ShortVector x = ShortVector.fromArray(Lanes.SHORT, source, from + i);
      ((FloatVector)
              x.lanewise(VectorOperators.ASHR, Byte.SIZE)
                  .convertShape(VectorOperators.S2F, Lanes.FLOAT, 0))
          .intoArray(target, high + i);
      ((FloatVector)
              x.and((short) 0xff)
                  .sub((short) CENTRE)
                  .convertShape(VectorOperators.S2F, Lanes.FLOAT, 0))
          .intoArray(target, low + i);
    }
  }

  /**
   * Puts the two parts' sums together.
   *
   * @param sums both parts' sums, [pixels][width] each
   * @param high index of the first sum of high bytes
   * @param low index of the first sum of low bytes
   * @param bias what to add for each of the channels, less {@link #EXCESS}
   * @param channel first channel in {@code bias}
   * @param width channels, whole vectors
   * @param acc receives [pixels][width]
   */
  static void join(
      float[] sums, int high, int low, int[] bias, int channel, int width, int pixels, int[] acc) {
    FloatVector magic = FloatVector.broadcast(Lanes.FLOAT, MAGIC);
    for (int c = 0; c < width; c += Lanes.COUNT) {
      IntVector b = IntVector.fromArray(Lanes.INT, bias, channel + c);
      for (int i = c; i < pixels * width; i += width) {
        IntVector h =
            magic
                .add(FloatVector.fromArray(Lanes.FLOAT, sums, high + i))
                .reinterpretAsInts()
                .lanewise(VectorOperators.LSHL, Byte.SIZE);
        IntVector l =
            magic.add(FloatVector.fromArray(Lanes.FLOAT, sums, low + i)).reinterpretAsInts();
        b.add(h).add(l).intoArray(acc, i);
      }
    }
  }
}

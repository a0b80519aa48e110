package dev.octet.runtime.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The machine's vector shapes: every shape has the same number of lanes, {@link #COUNT}.
 *
 * <p>Rules that keep C2 of JDK 17 from allocating vectors. (1) One shape for each element type in
 * the whole package. Inside of the Vector API most calls on a vector are virtual until C2 knows its
 * class, and it takes the class from profiles that all callers share: with two shapes of one type
 * these profiles mislead. (2) The receiver of an operation is a vector just made in the same pass
 * of the loop, not one carried around the loop; those are arguments. (3) No method takes or returns
 * a vector, and no loop that holds vectors calls one. (4) A loop with more than about five
 * operations is a method of over 325 bytes of code, which C2 does not inline: once a method has
 * grown to {@code LiveNodeCountInliningCutoff} nodes, C2 leaves the rest of the Vector API as
 * calls.
 */
final class Lanes {
  /** Floats. */
  static final VectorSpecies<Float> FLOAT = FloatVector.SPECIES_PREFERRED;

  /** Lanes of every vector: 16 with AVX-512, 8 with AVX2. */
  static final int COUNT = FLOAT.length();

  /** Ints. */
  static final VectorSpecies<Integer> INT = IntVector.SPECIES_PREFERRED;

  /** Bytes, a quarter of a register. */
  static final VectorSpecies<Byte> BYTE =
      COUNT == 16 ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;

  /** Shorts, half a register. */
  static final VectorSpecies<Short> SHORT =
      COUNT == 16 ? ShortVector.SPECIES_256 : ShortVector.SPECIES_128;

  /**
   * Zeros, to make a vector's class known to C2: that of a constant is. Of shorts it sees so few
   * that the profiles come too late.
   */
  static final ShortVector NO_SHORTS = ShortVector.zero(SHORT);

  /** Doubles: a whole register, half as many lanes. */
  static final VectorSpecies<Double> DOUBLE = DoubleVector.SPECIES_PREFERRED;

  /** Whether this machine's registers are wide enough for these kernels. */
  static final boolean SUPPORTED =
      FLOAT.vectorShape() == VectorShape.S_512_BIT || FLOAT.vectorShape() == VectorShape.S_256_BIT;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Lanes() {}

  /** A count rounded up to whole vectors. */
  static int roundUp(int count) {
    return (count + COUNT - 1) / COUNT * COUNT;
  }

  /**
   * Writes the first bytes of a vector.
   *
   * @param low its first eight bytes
   * @param high its next eight
   * @param count how many bytes to write
   */
  static void store(byte[] target, int at, long low, long high, int count) {
    int done = 0;
    long rest = low;
    if (count >= Long.BYTES) {
      EIGHT_BYTES.set(target, at, low);
      done = Long.BYTES;
      rest = high;
    }
    for (; done < count; done++) {
      target[at + done] = (byte) rest;
      rest >>= Byte.SIZE;
    }
  }

  /**
   * Widens a run of bytes to floats. Reads and writes whole vectors: up to {@code COUNT - 1}
   * elements behind the run, which the caller fills afterwards.
   */
  static void widen(byte[] source, int from, float[] target, int to, int count) {
    for (int i = 0; i < count; i += COUNT) {
      ((FloatVector)
              ByteVector.fromArray(BYTE, source, from + i)
                  .convertShape(VectorOperators.B2F, FLOAT, 0))
          .intoArray(target, to + i);
    }
  }
}

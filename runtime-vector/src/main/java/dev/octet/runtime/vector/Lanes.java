package dev.octet.runtime.vector;

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
 * <p>No method of this package takes or returns a vector, and no loop that holds vectors calls one:
 * where the JIT compiler does not inline such a call, it allocates.
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

  /** Doubles: a whole register, half as many lanes. */
  static final VectorSpecies<Double> DOUBLE = DoubleVector.SPECIES_PREFERRED;

  /** Whether this machine's registers are wide enough for these kernels. */
  static final boolean SUPPORTED =
      FLOAT.vectorShape() == VectorShape.S_512_BIT || FLOAT.vectorShape() == VectorShape.S_256_BIT;

  private Lanes() {}

  /** A count rounded up to whole vectors. */
  static int roundUp(int count) {
    return (count + COUNT - 1) / COUNT * COUNT;
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

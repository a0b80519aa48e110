package dev.octet.runtime.vector.lanes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The machine's vector shapes: every shape has the same number of lanes, {@link #COUNT}.
 *
 * <p>Rules that keep C2 of JDK 17 from allocating vectors. (1) C2 makes up to 18,000 nodes ({@code
 * NodeCountInliningCutoff}) while it parses a method with all that it inlines. Calls after that are
 * inlined later, and while they wait, C2 does not know the class of what they return, so that the
 * calls on it stay calls. An fma costs 460 nodes, other arithmetic 370, a load or a store 300, a
 * broadcast 160. ({@code -XX:+LogCompilation} writes the count as the low 33 bits of each inline
 * id.) (2) A loop with more than about five operations is a method of over 325 bytes of code, which
 * C2 does not inline into others. (3) A vector carried around a loop, and a converted one, is of
 * unknown class; it may be an argument, and {@link #FLOATS} makes it a receiver. (4) No method
 * takes or returns a vector, and no loop that holds vectors calls one. (5) One shape for each
 * element type in the whole package, because C2 takes classes it does not know from profiles that
 * all callers share.
 */
public final class Lanes {
  /**
   * A register's shape: the machine's, or what the property {@code octet.vector.bits} says (128,
   * 256 or 512; tests run short vectors on machines with long ones).
   */
  private static final Integer ASKED = Integer.getInteger("octet.vector.bits");

  private static final VectorShape SHAPE =
      ASKED == null ? VectorShape.preferredShape() : VectorShape.forBitSize(ASKED);

  /** Floats. */
  public static final VectorSpecies<Float> FLOAT = VectorSpecies.of(float.class, SHAPE);

  /**
   * The class of a vector of floats. {@code (FloatVector) FLOATS.cast(v)} costs nothing and tells
   * C2 the class of a vector that was carried around a loop.
   */
  public static final Class<? extends Vector<Float>> FLOATS = FLOAT.vectorType();

  /** Lanes of every vector: 16 with AVX-512, 8 with AVX2, 4 with NEON. */
  public static final int COUNT = FLOAT.length();

  /** Whether vectors have four lanes: bytes then go their own ways, {@link #floats} and others. */
  public static final boolean FOUR = COUNT == 4;

  /** Ints. */
  public static final VectorSpecies<Integer> INT = VectorSpecies.of(int.class, SHAPE);

  /** The class of a vector of ints, as {@link #FLOATS}. */
  public static final Class<? extends Vector<Integer>> INTS = INT.vectorType();

  /** Bytes, a quarter of a register, at least 64 bits: with four lanes the last four are spare. */
  public static final VectorSpecies<Byte> BYTE =
      COUNT == 16 ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;

  /**
   * Bytes that are read for a vector of floats or ints, of which the first {@link #COUNT} count.
   */
  public static final int REACH = BYTE.length();

  /** Shorts, half a register. */
  public static final VectorSpecies<Short> SHORT =
      VectorSpecies.of(short.class, VectorShape.forBitSize(COUNT * Short.SIZE));

  /** The class of a vector of bytes, as {@link #FLOATS}. */
  public static final Class<? extends Vector<Byte>> BYTES = BYTE.vectorType();

  /** The class of a vector of shorts, as {@link #FLOATS}. */
  public static final Class<? extends Vector<Short>> SHORTS = SHORT.vectorType();

  /** Longs: a whole register, half as many lanes. */
  public static final VectorSpecies<Long> LONG = VectorSpecies.of(long.class, SHAPE);

  /** The class of a vector of longs, as {@link #FLOATS}. */
  public static final Class<? extends Vector<Long>> LONGS = LONG.vectorType();

  /** Lanes of a vector of longs. */
  public static final int HALF = COUNT / 2;

  /** Doubles: a whole register, half as many lanes. */
  static final VectorSpecies<Double> DOUBLE = VectorSpecies.of(double.class, SHAPE);

  /**
   * Whether there are kernels for registers of this machine's length. An x86 with 128 bits has no
   * fused multiply-add.
   */
  public static final boolean SUPPORTED =
      COUNT == 16
          || COUNT == 8
          || FOUR && (ASKED != null || System.getProperty("os.arch").equals("aarch64"));

  /** Bytes of a cache line. */
  private static final int LINE = 64;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle FOUR_BYTES =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** Puts the low bytes of four ints first. */
  private static final VectorShuffle<Byte> LOW_BYTES =
      VectorShuffle.fromValues(
          ByteVector.SPECIES_128, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);

  private Lanes() {}

  /**
   * Four bytes as floats. By way of shorts: JDK 17 has no instructions of ARM for what goes from
   * bytes to four lanes at once. Small enough to be inlined wherever it is called.
   */
  public static FloatVector floats(byte[] source, int at) {
    return (FloatVector)
        ByteVector.fromArray(BYTE, source, at)
            .convertShape(VectorOperators.B2S, ShortVector.SPECIES_128, 0)
            .convertShape(VectorOperators.S2F, FloatVector.SPECIES_128, 0);
  }

  /** Four bytes as ints, as {@link #floats}. */
  public static IntVector ints(byte[] source, int at) {
    return (IntVector)
        ByteVector.fromArray(BYTE, source, at)
            .convertShape(VectorOperators.B2S, ShortVector.SPECIES_128, 0)
            .convertShape(VectorOperators.S2I, IntVector.SPECIES_128, 0);
  }

  /** Writes the low bytes of four ints. */
  public static void store(IntVector ints, byte[] target, int at) {
    FOUR_BYTES.set(
        target, at, ints.reinterpretAsBytes().rearrange(LOW_BYTES).reinterpretAsInts().lane(0));
  }

  /** A count rounded up to whole vectors. */
  public static int roundUp(int count) {
    return (count + COUNT - 1) / COUNT * COUNT;
  }

  /**
   * Writes the first bytes of a vector.
   *
   * @param low its first eight bytes
   * @param high its next eight
   * @param count how many bytes to write
   */
  public static void store(byte[] target, int at, long low, long high, int count) {
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
   * Writes the lowest bytes of some floats' bits, one by one: JDK 17 boxes vectors of 64 bits,
   * which bytes are with AVX2, when they are taken apart.
   */
  public static void narrow(float[] source, int from, byte[] target, int to, int count) {
    for (int i = 0; i < count; i++) {
      target[to + i] = (byte) Float.floatToRawIntBits(source[from + i]);
    }
  }

  /**
   * Reads one byte of each cache line of a run, so that all its misses are under way at once; a
   * loop that computes with them waits for a few at a time.
   *
   * @return something that depends on all of them, to be written somewhere
   */
  public static int touch(byte[] source, int from, int count) {
    int sum = 0;
    for (int i = 0; i < count; i += LINE) {
      sum += source[from + i];
    }
    return sum;
  }

  /**
   * Widens a run of bytes to floats. Writes whole vectors, up to {@code COUNT - 1} elements after
   * the run, which the caller fills afterwards, and reads up to {@code REACH - 1}.
   */
  public static void widen(byte[] source, int from, float[] target, int to, int count) {
    for (int i = 0; i < count; i += COUNT) {
      (FOUR
              ? floats(source, from + i)
              : (FloatVector)
                  ByteVector.fromArray(BYTE, source, from + i)
                      .convertShape(VectorOperators.B2F, FLOAT, 0))
          .intoArray(target, to + i);
    }
  }

  /** The same of shorts. */
  public static void widen(short[] source, int from, float[] target, int to, int count) {
    for (int i = 0; i < count; i += COUNT) {
      ((FloatVector)
              ShortVector.fromArray(SHORT, source, from + i)
                  .convertShape(VectorOperators.S2F, FLOAT, 0))
          .intoArray(target, to + i);
    }
  }
}

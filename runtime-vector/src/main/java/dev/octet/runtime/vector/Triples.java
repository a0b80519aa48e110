package dev.octet.runtime.vector;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Three pixels' elements in a long: {@code x0 + x1 * 2^21 + x2 * 2^42}. Its product with a weight,
 * modulo 2^64, is that of the three products, and so is a sum of such products: one multiplication
 * and one addition for three. While every sum's magnitude is below {@link #LIMIT}, a sum that
 * starts at {@link #start} holds {@code LIMIT + sum} in each of its three fields, not negative,
 * exactly.
 */
final class Triples {
  /** Pixels in a long. */
  static final int PIXELS = 3;

  /** What sums must stay below. */
  static final int LIMIT = 1 << 20;

  /** Bits of a field. */
  static final int FIELD = 21;

  /** Depth up to which inputs are packed column by column. */
  private static final int SHALLOW = 48;

  private static final long ONES = (1L << 2 * FIELD) + (1L << FIELD) + 1;

  static final long MASK = (1L << FIELD) - 1;

  /** The bits of the float 2^23 in both halves; {@code n} more are those of {@code 2^23 + n}. */
  static final long TWO_TO_23 = 0x4B0000004B000000L;

  /** What {@link #unpack} leaves in a sum beside it. */
  static final int EXCESS = (1 << 23) + LIMIT;

  private Triples() {}

  /** What sums start from that shall have an integer added, which counts like a term. */
  static long start(int add) {
    return ONES * (LIMIT + add);
  }

  /** Number of longs for so many pixels. */
  static int count(int pixels) {
    return (pixels + PIXELS - 1) / PIXELS;
  }

  /** Longs between two triples' inputs. */
  static int pitch(int depth) {
    return (depth + Lanes.HALF - 1) / Lanes.HALF * Lanes.HALF;
  }

  /**
   * Packs pixels; the last one is repeated where some are missing. If a pixel has few elements, a
   * vector of each pixel after the other, because loops of one or two turns are slow. All in one
   * method, which is too large to be inlined: the inner loops were in one process of five, in more
   * code than C2 inlines at once ({@link Lanes}), and then boxed.
   *
   * @param source bytes, [pixels][depth], readable up to whole vectors
   * @param from first byte
   * @param pixels pixels
   * @param depth bytes of a pixel
   * @param to receives longs, [triples][{@link #pitch}]
   */
  static void pack(byte[] source, int from, int pixels, int depth, long[] to) {
    int triples = count(pixels);
    int pitch = pitch(depth);
    int last = from + (pixels - 1) * depth;
    if (depth <= SHALLOW) {
      for (int k = 0; k < depth; k += Lanes.HALF) {
        for (int t = 0; t < triples; t++) {
          int r = from + k + t * (PIXELS * depth);
          LongVector x0 =
              (LongVector)
                  Lanes.LONGS.cast(
                      ByteVector.fromArray(Lanes.BYTE, source, r)
                          .convertShape(VectorOperators.B2L, Lanes.LONG, 0));
          LongVector x1 =
              (LongVector)
                  Lanes.LONGS.cast(
                      ByteVector.fromArray(Lanes.BYTE, source, Math.min(r + depth, last + k))
                          .convertShape(VectorOperators.B2L, Lanes.LONG, 0));
          LongVector x2 =
              (LongVector)
                  Lanes.LONGS.cast(
                      ByteVector.fromArray(Lanes.BYTE, source, Math.min(r + 2 * depth, last + k))
                          .convertShape(VectorOperators.B2L, Lanes.LONG, 0));
          x2.lanewise(VectorOperators.LSHL, FIELD)
              .add(x1)
              .lanewise(VectorOperators.LSHL, FIELD)
              .add(x0)
              .intoArray(to, k + t * pitch);
        }
      }
      return;
    }
    for (int t = 0; t < triples; t++) {
      int r0 = from + t * (PIXELS * depth);
      int r1 = Math.min(r0 + depth, last);
      int r2 = Math.min(r0 + 2 * depth, last);
      int at = t * pitch;
      for (int k = 0; k < depth; k += Lanes.HALF) {
        LongVector x0 =
            (LongVector)
                Lanes.LONGS.cast(
                    ByteVector.fromArray(Lanes.BYTE, source, r0 + k)
                        .convertShape(VectorOperators.B2L, Lanes.LONG, 0));
        LongVector x1 =
            (LongVector)
                Lanes.LONGS.cast(
                    ByteVector.fromArray(Lanes.BYTE, source, r1 + k)
                        .convertShape(VectorOperators.B2L, Lanes.LONG, 0));
        LongVector x2 =
            (LongVector)
                Lanes.LONGS.cast(
                    ByteVector.fromArray(Lanes.BYTE, source, r2 + k)
                        .convertShape(VectorOperators.B2L, Lanes.LONG, 0));
        x2.lanewise(VectorOperators.LSHL, FIELD)
            .add(x1)
            .lanewise(VectorOperators.LSHL, FIELD)
            .add(x0)
            .intoArray(to, at + k);
      }
    }
  }

  /**
   * Makes floats of sums: those of a vector of channels are in two vectors, the even ones in the
   * first.
   *
   * @param sums sums, [triples][two vectors]
   * @param from first sum
   * @param triples triples
   * @param addend what is added to the sums
   * @param first what is added to the first pixel's
   * @param step floats between two pixels' addends, or 0
   * @param to receives floats, [pixels][vector]
   * @param at first float
   */
  static void unpack(
      long[] sums, int from, int triples, float[] addend, int first, int step, float[] to, int at) {
    FloatVector excess = FloatVector.broadcast(Lanes.FLOAT, EXCESS);
    LongVector low = LongVector.broadcast(Lanes.LONG, MASK);
    LongVector high = LongVector.broadcast(Lanes.LONG, MASK << 32);
    LongVector exponent = LongVector.broadcast(Lanes.LONG, TWO_TO_23);
    for (int t = 0; t < triples; t++) {
      LongVector a = LongVector.fromArray(Lanes.LONG, sums, from + t * Lanes.COUNT);
      LongVector b = LongVector.fromArray(Lanes.LONG, sums, from + t * Lanes.COUNT + Lanes.HALF);
      int p = at + t * (PIXELS * Lanes.COUNT);
      int q = first + PIXELS * t * step;
      ((FloatVector)
              Lanes.FLOATS.cast(
                  b.lanewise(VectorOperators.LSHL, 32)
                      .and(high)
                      .or(a.and(low).or(exponent))
                      .reinterpretAsFloats()))
          .sub(excess)
          .add(FloatVector.fromArray(Lanes.FLOAT, addend, q))
          .intoArray(to, p);
      ((FloatVector)
              Lanes.FLOATS.cast(
                  b.lanewise(VectorOperators.LSHL, 32 - FIELD)
                      .and(high)
                      .or(a.lanewise(VectorOperators.LSHR, FIELD).and(low).or(exponent))
                      .reinterpretAsFloats()))
          .sub(excess)
          .add(FloatVector.fromArray(Lanes.FLOAT, addend, q + step))
          .intoArray(to, p + Lanes.COUNT);
      ((FloatVector)
              Lanes.FLOATS.cast(
                  b.lanewise(VectorOperators.LSHR, 2 * FIELD - 32)
                      .and(high)
                      .or(a.lanewise(VectorOperators.LSHR, 2 * FIELD).or(exponent))
                      .reinterpretAsFloats()))
          .sub(excess)
          .add(FloatVector.fromArray(Lanes.FLOAT, addend, q + 2 * step))
          .intoArray(to, p + 2 * Lanes.COUNT);
    }
  }
}

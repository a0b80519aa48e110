package dev.octet.runtime.vector.lanes;

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
public final class PackedPixels {
  /** Pixels in a long. */
  public static final int PIXELS = 3;

  /** What sums must stay below. */
  public static final int LIMIT = 1 << 20;

  /** Bits of a field. */
  public static final int FIELD = 21;

  /** Terms of a sum that are packed together at most. */
  public static final int TERMS = 256;

  /**
   * Longs between two triples' inputs: a constant, so that it becomes part of addresses; not a
   * power of two, so that triples lie in different sets of the cache.
   */
  public static final int PITCH = TERMS + 24;

  /** Depth up to which inputs are packed column by column. */
  private static final int SHALLOW = 48;

  private static final long ONES = (1L << 2 * FIELD) + (1L << FIELD) + 1;

  public static final long MASK = (1L << FIELD) - 1;

  /** The bits of the float 2^23 in both halves; {@code n} more are those of {@code 2^23 + n}. */
  public static final long TWO_TO_23 = 0x4B0000004B000000L;

  /** What {@link #unpack} leaves in a sum beside it. */
  public static final int EXCESS = (1 << 23) + LIMIT;

  private PackedPixels() {}

  /** What sums start from that shall have an integer added, which counts like a term. */
  public static long start(int add) {
    return ONES * (LIMIT + add);
  }

  /** Number of longs for this many pixels. */
  public static int count(int pixels) {
    return (pixels + PIXELS - 1) / PIXELS;
  }

  /**
   * Packs some elements of each pixel; the last pixel is repeated where some are missing.
   *
   * @param source bytes, [pixels][depth], readable up to whole vectors
   * @param from first byte
   * @param pixels pixels
   * @param depth bytes of a pixel
   * @param terms elements of each pixel to pack, up to {@link #TERMS}
   * @param to receives longs, [triples][{@link #PITCH}]
   * @param at first long
   */
  public static void pack(
      byte[] source, int from, int pixels, int depth, int terms, long[] to, int at) {
    int triples = pixels / PIXELS;
    pack(source, from, depth, 2 * depth, triples, terms, to, at);
    int rest = pixels % PIXELS;
    if (rest > 0) {
      int last = (rest - 1) * depth;
      pack(source, from + triples * PIXELS * depth, last, last, 1, terms, to, at + triples * PITCH);
    }
  }

  /**
   * Packs triples whose second and third pixels lie this many bytes after the first; the next
   * triple begins where both are added, as it does where a pixel follows the other. If a pixel has
   * few elements, a vector of each triple after the other, because loops of one or two turns are
   * slow. All in one method, which is too large to be inlined: the inner loops were in one process
   * of five, in more code than C2 inlines at once ({@link Lanes}), and then boxed.
   */
  private static void pack(
      byte[] source, int from, int second, int third, int triples, int terms, long[] to, int at) {
    int step = second + third;
    if (terms <= SHALLOW) {
      for (int k = 0; k < terms; k += Lanes.HALF) {
        int r0 = from + k;
        int r1 = r0 + second;
        int r2 = r0 + third;
        int p = at + k;
        for (int t = 0; t < triples; t++) {
          LongVector x0 =
              (LongVector)
                  Lanes.LONGS.cast(
                      ByteVector.fromArray(Lanes.BYTE, source, r0 + t * step)
                          .convertShape(VectorOperators.B2L, Lanes.LONG, 0));
          LongVector x1 =
              (LongVector)
                  Lanes.LONGS.cast(
                      ByteVector.fromArray(Lanes.BYTE, source, r1 + t * step)
                          .convertShape(VectorOperators.B2L, Lanes.LONG, 0));
          LongVector x2 =
              (LongVector)
                  Lanes.LONGS.cast(
                      ByteVector.fromArray(Lanes.BYTE, source, r2 + t * step)
                          .convertShape(VectorOperators.B2L, Lanes.LONG, 0));
          x2.lanewise(VectorOperators.LSHL, FIELD)
              .add(x1)
              .lanewise(VectorOperators.LSHL, FIELD)
              .add(x0)
              .intoArray(to, p + t * PITCH);
        }
      }
      return;
    }
    for (int t = 0; t < triples; t++) {
      int r0 = from + t * step;
      int r1 = r0 + second;
      int r2 = r0 + third;
      int p = at + t * PITCH;
      for (int k = 0; k < terms; k += Lanes.HALF) {
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
            .intoArray(to, p + k);
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
  public static void unpack(
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

  /**
   * Makes floats of sums of half a vector of channels, which are in one vector; what the other half
   * of each vector of floats gets is of no account. Two triples at a time, too large to be inlined;
   * all is read before anything is written, for the last triple may be both, and sums may be added
   * in place.
   *
   * @param sums sums, [triples][two vectors], of which the first counts
   * @see #unpack
   */
  public static void unpackHalf(
      long[] sums, int from, int triples, float[] addend, int first, int step, float[] to, int at) {
    FloatVector limit = FloatVector.broadcast(Lanes.FLOAT, LIMIT);
    LongVector low = LongVector.broadcast(Lanes.LONG, MASK);
    for (int t = 0; t < triples; t += 2) {
      int next = Math.min(t + 1, triples - 1);
      int p = first + PIXELS * t * step;
      int q = first + PIXELS * next * step;
      LongVector a = LongVector.fromArray(Lanes.LONG, sums, from + t * Lanes.COUNT);
      FloatVector x0 =
          ((FloatVector)
                  Lanes.FLOATS.cast(a.and(low).convertShape(VectorOperators.L2F, Lanes.FLOAT, 0)))
              .sub(limit)
              .add(FloatVector.fromArray(Lanes.FLOAT, addend, p));
      FloatVector x1 =
          ((FloatVector)
                  Lanes.FLOATS.cast(
                      a.lanewise(VectorOperators.LSHR, FIELD)
                          .and(low)
                          .convertShape(VectorOperators.L2F, Lanes.FLOAT, 0)))
              .sub(limit)
              .add(FloatVector.fromArray(Lanes.FLOAT, addend, p + step));
      FloatVector x2 =
          ((FloatVector)
                  Lanes.FLOATS.cast(
                      a.lanewise(VectorOperators.LSHR, 2 * FIELD)
                          .convertShape(VectorOperators.L2F, Lanes.FLOAT, 0)))
              .sub(limit)
              .add(FloatVector.fromArray(Lanes.FLOAT, addend, p + 2 * step));
      LongVector b = LongVector.fromArray(Lanes.LONG, sums, from + next * Lanes.COUNT);
      FloatVector y0 =
          ((FloatVector)
                  Lanes.FLOATS.cast(b.and(low).convertShape(VectorOperators.L2F, Lanes.FLOAT, 0)))
              .sub(limit)
              .add(FloatVector.fromArray(Lanes.FLOAT, addend, q));
      FloatVector y1 =
          ((FloatVector)
                  Lanes.FLOATS.cast(
                      b.lanewise(VectorOperators.LSHR, FIELD)
                          .and(low)
                          .convertShape(VectorOperators.L2F, Lanes.FLOAT, 0)))
              .sub(limit)
              .add(FloatVector.fromArray(Lanes.FLOAT, addend, q + step));
      FloatVector y2 =
          ((FloatVector)
                  Lanes.FLOATS.cast(
                      b.lanewise(VectorOperators.LSHR, 2 * FIELD)
                          .convertShape(VectorOperators.L2F, Lanes.FLOAT, 0)))
              .sub(limit)
              .add(FloatVector.fromArray(Lanes.FLOAT, addend, q + 2 * step));
      p = at + t * (PIXELS * Lanes.COUNT);
      q = at + next * (PIXELS * Lanes.COUNT);
      x0.intoArray(to, p);
      x1.intoArray(to, p + Lanes.COUNT);
      x2.intoArray(to, p + 2 * Lanes.COUNT);
      y0.intoArray(to, q);
      y1.intoArray(to, q + Lanes.COUNT);
      y2.intoArray(to, q + 2 * Lanes.COUNT);
    }
  }
}

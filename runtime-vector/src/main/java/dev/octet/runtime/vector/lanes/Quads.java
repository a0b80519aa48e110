package dev.octet.runtime.vector.lanes;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Pixels in fours, as vectors of four lanes multiply them: a term's elements of four pixels side by
 * side, [fours][term][4], so that a tile reads them at one address. Terms stand in the order of
 * {@link #term}: blocks of 16 are transposed by shifts.
 */
public final class Quads {
  /** Terms that are transposed at once. */
  private static final int BLOCK = 16;

  private Quads() {}

  /** Fours of pixels. */
  public static int count(int pixels) {
    return (pixels + 3) / 4;
  }

  /** Which term stands at a place, of {@code depth}. */
  public static int term(int place, int depth) {
    int whole = depth / BLOCK * BLOCK;
    return place < whole ? place / BLOCK * BLOCK + place % 4 * 4 + place % BLOCK / 4 : place;
  }

  /** Ints that {@link #pack} needs. */
  public static int spare(int depth) {
    return depth + BLOCK;
  }

  /**
   * Packs pixels; the last one is repeated where some are missing.
   *
   * @param source bytes, [pixels][depth], readable up to whole vectors
   * @param from first byte
   * @param spare {@link #spare} ints
   * @param to receives floats, [fours][term][4]
   */
  public static void pack(byte[] source, int from, int pixels, int depth, int[] spare, float[] to) {
    int whole = depth / BLOCK * BLOCK;
    for (int p = 0; p < pixels; p += 4) {
      int r0 = from + p * depth;
      int r1 = from + Math.min(p + 1, pixels - 1) * depth;
      int r2 = from + Math.min(p + 2, pixels - 1) * depth;
      int r3 = from + Math.min(p + 3, pixels - 1) * depth;
      int at = p * depth;
      transpose(source, r0, r1, r2, r3, whole, spare);
      widen(spare, whole, to, at);
      for (int k = whole; k < depth; k++) {
        to[at + 4 * k] = source[r0 + k];
        to[at + 4 * k + 1] = source[r1 + k];
        to[at + 4 * k + 2] = source[r2 + k];
        to[at + 4 * k + 3] = source[r3 + k];
      }
    }
  }

  /** Packs pixels of shorts, terms in their own order. */
  public static void pack(short[] source, int from, int pixels, int depth, float[] to) {
    for (int p = 0; p < 4 * count(pixels); p++) {
      int row = from + Math.min(p, pixels - 1) * depth;
      int at = p / 4 * 4 * depth + p % 4;
      for (int k = 0; k < depth; k++) {
        to[at + 4 * k] = source[row + k];
      }
    }
  }

  /** Makes ints of four pixels' bytes of a term. Too large to be inlined. */
  private static void transpose(
      byte[] source, int r0, int r1, int r2, int r3, int count, int[] to) {
    IntVector even = IntVector.broadcast(IntVector.SPECIES_128, 0x00ff00ff);
    IntVector odd = IntVector.broadcast(IntVector.SPECIES_128, 0xff00ff00);
    IntVector low = IntVector.broadcast(IntVector.SPECIES_128, 0x0000ffff);
    IntVector high = IntVector.broadcast(IntVector.SPECIES_128, 0xffff0000);
    for (int k = 0; k < count; k += BLOCK) {
      IntVector v0 =
          ByteVector.fromArray(ByteVector.SPECIES_128, source, r0 + k).reinterpretAsInts();
      IntVector v1 =
          ByteVector.fromArray(ByteVector.SPECIES_128, source, r1 + k).reinterpretAsInts();
      IntVector v2 =
          ByteVector.fromArray(ByteVector.SPECIES_128, source, r2 + k).reinterpretAsInts();
      IntVector v3 =
          ByteVector.fromArray(ByteVector.SPECIES_128, source, r3 + k).reinterpretAsInts();
      IntVector even01 = v0.and(even).or(v1.and(even).lanewise(VectorOperators.LSHL, 8));
      IntVector odd01 = v0.lanewise(VectorOperators.LSHR, 8).and(even).or(v1.and(odd));
      IntVector even23 = v2.and(even).or(v3.and(even).lanewise(VectorOperators.LSHL, 8));
      IntVector odd23 = v2.lanewise(VectorOperators.LSHR, 8).and(even).or(v3.and(odd));
      even01.and(low).or(even23.lanewise(VectorOperators.LSHL, 16)).intoArray(to, k);
      odd01.and(low).or(odd23.lanewise(VectorOperators.LSHL, 16)).intoArray(to, k + 4);
      even01.lanewise(VectorOperators.LSHR, 16).or(even23.and(high)).intoArray(to, k + 8);
      odd01.lanewise(VectorOperators.LSHR, 16).or(odd23.and(high)).intoArray(to, k + 12);
    }
  }

  /** Makes four floats of each int's bytes. */
  private static void widen(int[] source, int count, float[] to, int at) {
    for (int k = 0; k < count; k++) {
      ((FloatVector)
              IntVector.fromArray(IntVector.SPECIES_128, source, k)
                  .reinterpretAsBytes()
                  .convertShape(VectorOperators.B2S, ShortVector.SPECIES_128, 0)
                  .convertShape(VectorOperators.S2F, FloatVector.SPECIES_128, 0))
          .intoArray(to, at + 4 * k);
    }
  }
}

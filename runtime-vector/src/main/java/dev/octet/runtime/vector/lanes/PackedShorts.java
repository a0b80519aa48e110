package dev.octet.runtime.vector.lanes;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/** {@link PackedPixels} of maps whose elements have more than 8 bits. */
public final class PackedShorts {
  private PackedShorts() {}

  /**
   * Packs some elements of each pixel; the last pixel is repeated where some are missing.
   *
   * @param source elements, [pixels][depth], readable up to whole vectors
   * @param from first element
   * @param pixels pixels
   * @param depth elements of a pixel
   * @param terms elements of each pixel to pack, up to {@link PackedPixels#TERMS}
   * @param to receives longs, [triples][{@link PackedPixels#PITCH}]
   * @param at first long
   */
  public static void pack(
      short[] source, int from, int pixels, int depth, int terms, long[] to, int at) {
    int last = from + (pixels - 1) * depth;
    for (int t = 0; t < PackedPixels.count(pixels); t++) {
      int r0 = from + t * (PackedPixels.PIXELS * depth);
      int r1 = Math.min(r0 + depth, last);
      int r2 = Math.min(r1 + depth, last);
      row(source, r0, r1, r2, terms, to, at + t * PackedPixels.PITCH);
    }
  }

  private static void row(short[] source, int r0, int r1, int r2, int terms, long[] to, int at) {
    for (int k = 0; k < terms; k += Lanes.HALF) {
      LongVector x0 =
          (LongVector)
              Lanes.LONGS.cast(
                  ShortVector.fromArray(Lanes.SHORT, source, r0 + k)
                      .convertShape(VectorOperators.S2L, Lanes.LONG, 0));
      LongVector x1 =
          (LongVector)
              Lanes.LONGS.cast(
                  ShortVector.fromArray(Lanes.SHORT, source, r1 + k)
                      .convertShape(VectorOperators.S2L, Lanes.LONG, 0));
      LongVector x2 =
          (LongVector)
              Lanes.LONGS.cast(
                  ShortVector.fromArray(Lanes.SHORT, source, r2 + k)
                      .convertShape(VectorOperators.S2L, Lanes.LONG, 0));
      x2.lanewise(VectorOperators.LSHL, PackedPixels.FIELD)
          .add(x1)
          .lanewise(VectorOperators.LSHL, PackedPixels.FIELD)
          .add(x0)
          .intoArray(to, at + k);
    }
  }
}

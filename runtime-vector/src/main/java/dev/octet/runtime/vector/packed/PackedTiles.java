package dev.octet.runtime.vector.packed;

import dev.octet.runtime.vector.lanes.PackedPixels;
import dev.octet.runtime.vector.tiles.PackedTiles2;
import dev.octet.runtime.vector.tiles.PackedTiles3;
import dev.octet.runtime.vector.tiles.PackedTiles4;

/**
 * The inner loops of {@link PackedPointwise}: sums of a few triples of pixels times one panel stay
 * in registers.
 */
public final class PackedTiles {
  private PackedTiles() {}

  /**
   * Sums of some terms, of some triples and one panel. At least two triples are done: if there is
   * one, another is read after it, and its sums are written.
   *
   * @param x inputs, [triples][{@link PackedPixels#PITCH}], the first of each triple being the
   *     first term
   * @param xo first input
   * @param triples triples
   * @param depth terms
   * @param vectors vectors of the panel, 2, 3 or 4
   * @param w weights, [depth][lanes of the panel]
   * @param wo first weight
   * @param start where each channel's sums start from, in the order of the panel
   * @param so first of them
   * @param acc receives the sums, [pairs of vectors][triples][two vectors]
   * @param ao first sum
   * @param plane longs between the first two vectors' sums and the others'
   */
  static void multiply(
      long[] x,
      int xo,
      int triples,
      int depth,
      int vectors,
      long[] w,
      int wo,
      long[] start,
      int so,
      long[] acc,
      int ao,
      int plane) {
    if (vectors == 4) {
      PackedTiles4.multiply(x, xo, triples, depth, w, wo, start, so, acc, ao, plane);
    } else if (vectors == 3) {
      PackedTiles3.multiply(x, xo, triples, depth, w, wo, start, so, acc, ao, plane);
    } else {
      PackedTiles2.multiply(x, xo, triples, depth, w, wo, start, so, acc, ao);
    }
  }
}

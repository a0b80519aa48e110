package dev.octet.runtime.vector;

/**
 * The inner loops of {@link TripleKernel}: sums of a few triples of pixels times one panel stay in
 * registers.
 */
final class TripleTiles {
  private TripleTiles() {}

  /**
   * Sums of some terms, of some triples and one panel. At least two triples are done: if there is
   * one, another is read behind it, and its sums are written.
   *
   * @param x inputs, [triples][{@link Triples#PITCH}], the first of each triple being the first
   *     term
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
      TripleTiles4.multiply(x, xo, triples, depth, w, wo, start, so, acc, ao, plane);
    } else if (vectors == 3) {
      TripleTiles3.multiply(x, xo, triples, depth, w, wo, start, so, acc, ao, plane);
    } else {
      TripleTiles2.multiply(x, xo, triples, depth, w, wo, start, so, acc, ao);
    }
  }
}

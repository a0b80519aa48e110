package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;

/**
 * Matrix products by loops over pixels, of which C2 makes vector code: a block of pixels has a row
 * for each term of a sum. How many terms a loop adds, and in which type, is what differs.
 */
abstract class PixelProducts {
  /** Terms of a sum. */
  final int depth;

  PixelProducts(int depth) {
    this.depth = depth;
  }

  /**
   * Fills a term's row. {@code scratch.ints} has where each pixel's element of channel 0 is, a
   * negative number outside of the map.
   *
   * @param term which
   * @param channel the term's channel, added to that
   * @param pad the element outside of the map
   * @param count pixels
   * @param length elements of a row, at least {@code count}; those past {@code count} are of no use
   */
  abstract void gather(
      Memory memory, Scratch scratch, int term, int channel, short pad, int count, int length);

  /**
   * Leaves the sums of one output channel in {@code scratch.ints}.
   *
   * @param output which
   * @param length pixels, as given to {@link #gather}
   */
  abstract void sum(Scratch scratch, int output, int length);
}

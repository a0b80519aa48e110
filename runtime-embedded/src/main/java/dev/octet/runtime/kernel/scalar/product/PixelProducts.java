package dev.octet.runtime.kernel.scalar.product;

import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.operation.Convolution;

/**
 * Matrix products by loops over pixels, of which C2 makes vector code: a block of pixels has a row
 * for each term of a sum. How many terms a loop adds, and in which type, is what differs.
 */
public abstract class PixelProducts {
  /** Terms of a sum. */
  final int depth;

  PixelProducts(int depth) {
    this.depth = depth;
  }

  /**
   * Prepares the products of an ungrouped convolution.
   *
   * @param input the type of its inputs; sums fit an int
   * @param form what is fast here
   */
  public static PixelProducts of(Convolution operation, ElementType input, ProductForm form) {
    int depth = operation.weights.length() / operation.bias.length;
    boolean floats = form == ProductForm.FLOAT_LOOPS;
    if (floats && FloatProducts.fits(operation, input)) {
      return new FloatProducts(operation, depth, input.wide());
    }
    boolean eight = form == ProductForm.LONG_LOOPS || floats && !FloatLoops.fused();
    return new IntProducts(operation, depth, input.wide(), eight);
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
  public abstract void gather(
      Memory memory, Scratch scratch, int term, int channel, short pad, int count, int length);

  /**
   * Leaves the sums of one output channel in {@code scratch.ints}.
   *
   * @param output which
   * @param length pixels, as given to {@link #gather}
   */
  public abstract void sum(Scratch scratch, int output, int length);
}

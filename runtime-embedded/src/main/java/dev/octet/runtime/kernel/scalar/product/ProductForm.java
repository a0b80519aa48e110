package dev.octet.runtime.kernel.scalar.product;

/**
 * How matrix products are done. The bits are the same; which form is fastest depends on the machine
 * and on what its JVM's compiler makes of a loop ({@code bench/board/measure}; {@link
 * ProductChoice}).
 */
public enum ProductForm {
  /**
   * Loops over pixels ({@link PixelProducts}): the JIT compiler makes vector code of a loop over
   * pixels; SSE or AVX on x86, NEON on 64-bit ARM. Ints, four terms at a time.
   */
  LOOPS,
  /** The same, eight terms at a time. */
  LONG_LOOPS,
  /** The same with floats where sums are exact in them, from Java 9 on with fused products. */
  FLOAT_LOOPS,
  /** Tiles of two outputs in a 64-bit register: other machines that have some. */
  PACKED_TILES,
  /** Tiles of ints: machines with 32-bit registers. */
  INT_TILES;

  /** Whether it is one of those with loops over pixels. */
  public boolean loops() {
    return compareTo(FLOAT_LOOPS) <= 0;
  }
}

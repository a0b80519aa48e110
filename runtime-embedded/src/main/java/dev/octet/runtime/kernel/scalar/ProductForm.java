package dev.octet.runtime.kernel.scalar;

/**
 * How matrix products are done. The bits are the same; which form is fastest depends on the machine
 * and on what its JVM's compiler makes of a loop ({@code bench/board/measure}; {@link Board}).
 */
enum ProductForm {
  /**
   * {@link ScalarConvolution}: the JIT compiler makes vector code of a loop over pixels; SSE or AVX
   * on x86, NEON on 64-bit ARM. Ints, four terms at a time.
   */
  LOOPS,
  /** The same, eight terms at a time. */
  LONG_LOOPS,
  /** The same with floats where sums are exact in them, from Java 9 on with fused products. */
  FLOAT_LOOPS,
  /**
   * {@link ScalarTiledConvolution} with {@link PairedTile}: other machines with 64-bit registers.
   */
  PACKED_TILES,
  /** {@link ScalarTiledConvolution} with {@link IntTile}: machines with 32-bit registers. */
  INT_TILES;

  /** Whether it is one of those with loops over pixels. */
  boolean loops() {
    return compareTo(FLOAT_LOOPS) <= 0;
  }
}

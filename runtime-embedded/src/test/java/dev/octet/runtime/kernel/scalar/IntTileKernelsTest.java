package dev.octet.runtime.kernel.scalar;

/** The form for machines with 32-bit registers. */
class IntTileKernelsTest extends TileKernelsContract {
  IntTileKernelsTest() {
    super(ProductForm.INT_TILES);
  }
}

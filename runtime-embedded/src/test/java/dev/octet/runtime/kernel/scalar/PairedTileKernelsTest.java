package dev.octet.runtime.kernel.scalar;

/** The form for 64-bit machines that are not x86. */
class PairedTileKernelsTest extends TileKernelsContract {
  PairedTileKernelsTest() {
    super(ProductForm.PACKED_TILES);
  }
}

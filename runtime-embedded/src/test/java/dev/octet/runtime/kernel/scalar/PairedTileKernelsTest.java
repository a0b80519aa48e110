package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.scalar.product.ProductForm;

/** The form for 64-bit machines that are not x86. */
class PairedTileKernelsTest extends TileKernelsContract {
  PairedTileKernelsTest() {
    super(ProductForm.PACKED_TILES);
  }
}

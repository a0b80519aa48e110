package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.scalar.product.ProductForm;

/** The form for machines with 32-bit registers. */
class IntTileKernelsTest extends TileKernelsContract {
  IntTileKernelsTest() {
    super(ProductForm.INT_TILES);
  }
}

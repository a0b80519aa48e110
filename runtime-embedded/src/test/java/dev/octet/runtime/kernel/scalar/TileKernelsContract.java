package dev.octet.runtime.kernel.scalar;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.kernel.KernelSetContract;
import dev.octet.runtime.kernel.KernelTrial;
import dev.octet.runtime.kernel.scalar.product.ProductForm;
import dev.octet.runtime.schedule.operation.Window;
import org.junit.jupiter.api.Test;

/** The contract of kernel sets, for the forms that compute convolutions in tiles. */
abstract class TileKernelsContract extends KernelSetContract {
  private final ProductForm form;

  TileKernelsContract(ProductForm form) {
    this.form = form;
  }

  @Override
  protected final KernelSet set() {
    return new ScalarKernels(form);
  }

  @Test
  void tilesAreUsed() {
    Window point = Window.pointwise();
    assertInstanceOf(
        ScalarTiledConvolution.class,
        new KernelTrial(1).convolution(3, 4, 8, 8, 1, point).prepare(set()));
  }
}

package dev.octet.runtime.kernel.scalar;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.kernel.KernelSetContract;
import dev.octet.runtime.kernel.KernelTrial;
import dev.octet.runtime.schedule.operation.Window;
import org.junit.jupiter.api.Test;

/** The form for machines with 32-bit registers. */
class IntTileKernelsTest extends KernelSetContract {
  @Override
  protected KernelSet set() {
    return new ScalarKernels(ProductForm.INT_TILES);
  }

  @Test
  void tilesAreUsed() {
    Window point = Window.pointwise();
    assertInstanceOf(
        ScalarTiledConvolution.class,
        new KernelTrial(1).convolution(3, 4, 8, 8, 1, point).prepare(set()));
  }
}

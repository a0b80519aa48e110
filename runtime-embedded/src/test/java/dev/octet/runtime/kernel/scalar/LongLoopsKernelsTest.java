package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.kernel.KernelSetContract;
import dev.octet.runtime.kernel.scalar.product.ProductForm;

class LongLoopsKernelsTest extends KernelSetContract {
  @Override
  protected KernelSet set() {
    return new ScalarKernels(ProductForm.LONG_LOOPS);
  }
}

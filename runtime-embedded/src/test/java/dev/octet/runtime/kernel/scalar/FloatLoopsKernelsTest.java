package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.kernel.KernelSetContract;

class FloatLoopsKernelsTest extends KernelSetContract {
  @Override
  protected KernelSet set() {
    return new ScalarKernels(ProductForm.FLOAT_LOOPS);
  }
}

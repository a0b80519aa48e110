package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.AllocationContract;
import dev.octet.runtime.kernel.KernelSet;

class LongLoopsAllocationTest extends AllocationContract {
  @Override
  protected KernelSet set() {
    return new ScalarKernels(ProductForm.LONG_LOOPS);
  }
}

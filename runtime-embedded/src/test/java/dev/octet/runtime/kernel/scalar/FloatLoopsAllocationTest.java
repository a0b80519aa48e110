package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.AllocationContract;
import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.kernel.scalar.product.ProductForm;

class FloatLoopsAllocationTest extends AllocationContract {
  @Override
  protected KernelSet set() {
    return new ScalarKernels(ProductForm.FLOAT_LOOPS);
  }
}

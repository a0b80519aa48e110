package dev.octet.runtime.vector;

import dev.octet.runtime.kernel.AllocationContract;
import dev.octet.runtime.kernel.KernelSet;

class VectorAllocationTest extends AllocationContract {
  @Override
  protected KernelSet set() {
    return new VectorKernels();
  }
}

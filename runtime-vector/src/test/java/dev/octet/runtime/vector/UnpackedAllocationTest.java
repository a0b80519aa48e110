package dev.octet.runtime.vector;

import dev.octet.runtime.kernel.AllocationContract;
import dev.octet.runtime.kernel.KernelSet;

/** The set without three pixels in a long, which this machine may take by itself. */
class UnpackedAllocationTest extends AllocationContract {
  @Override
  protected KernelSet set() {
    return new VectorKernels(false);
  }
}

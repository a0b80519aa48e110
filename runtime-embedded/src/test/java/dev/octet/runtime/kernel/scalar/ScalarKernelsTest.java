package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.kernel.KernelSetContract;

class ScalarKernelsTest extends KernelSetContract {
  @Override
  protected KernelSet set() {
    return new ScalarKernels(ScalarKernels.Form.LOOPS);
  }
}

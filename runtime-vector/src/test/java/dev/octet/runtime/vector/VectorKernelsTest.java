package dev.octet.runtime.vector;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.kernel.KernelSetContract;
import org.junit.jupiter.api.Test;

class VectorKernelsTest extends KernelSetContract {
  @Override
  protected KernelSet set() {
    return new VectorKernels();
  }

  @Test
  void theVectorModuleIsThere() {
    assertTrue(
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
        "tests must run with --add-modules jdk.incubator.vector");
  }
}

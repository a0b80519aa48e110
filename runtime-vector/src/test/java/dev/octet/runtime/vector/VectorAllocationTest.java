package dev.octet.runtime.vector;

import dev.octet.runtime.kernel.AllocationContract;
import dev.octet.runtime.kernel.KernelSet;
import org.junit.jupiter.api.Tag;

/**
 * Not part of the default build: under {@code -Xbatch} C2 of JDK 17 still boxes a vector of two
 * kernels, see "Boxed vectors" in docs/performance.md; run it with {@code ./mvnw test -pl
 * runtime-vector -am -Dvector.excluded.groups=}.
 */
@Tag("vector-allocation")
class VectorAllocationTest extends AllocationContract {
  @Override
  protected KernelSet set() {
    return new VectorKernels();
  }
}

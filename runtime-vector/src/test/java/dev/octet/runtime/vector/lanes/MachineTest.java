package dev.octet.runtime.vector.lanes;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTest {
  private static final String AMD = "vendor_id\t: AuthenticAMD";
  private static final String INTEL = "vendor_id\t: GenuineIntel";
  private static final String WIDE = "flags\t\t: fpu sse avx2 avx512f avx512dq avx512bw";

  @Test
  void quickProductsTakeBothVendorAndInstructions() {
    assertTrue(Machine.quick(List.of("processor\t: 0", AMD, WIDE)));
    assertFalse(Machine.quick(List.of("processor\t: 0", INTEL, WIDE)));
    assertFalse(Machine.quick(List.of(AMD, "flags\t\t: fpu sse avx2 avx512f")));
    assertFalse(Machine.quick(List.of("CPU implementer\t: 0x41", "Features\t: fp asimd")));
    assertFalse(Machine.quick(List.of()));
  }
}

package dev.octet.runtime.kernel.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProductFormTest {
  private static final List<String> A53 = cores("0xd03", "0xd03");
  private static final List<String> A72 = cores("0xd08", "0xd08");
  private static final List<String> UNKNOWN = Collections.emptyList();

  private static List<String> cores(String first, String second) {
    return Arrays.asList(
        "processor\t: 0",
        "CPU implementer\t: 0x41",
        "CPU part\t: " + first,
        "",
        "processor\t: 1",
        "CPU part\t: " + second);
  }

  @Test
  void loopsOnX86() {
    for (String architecture : new String[] {"amd64", "x86_64", "x86", "i386"}) {
      assertEquals(ProductForm.LOOPS, ProductForm.of(architecture, "1.8", UNKNOWN), architecture);
    }
  }

  @Test
  void loopsOnArmOfNewerJvms() {
    assertEquals(ProductForm.LOOPS, ProductForm.of("aarch64", "17", A53));
    assertEquals(ProductForm.LOOPS, ProductForm.of("aarch64", "25", A72));
  }

  @Test
  void olderJvmsDoLoopsWhereTheCoreDoesNotWait() {
    assertEquals(ProductForm.PACKED_TILES, ProductForm.of("aarch64", "1.8", A53));
    assertEquals(ProductForm.PACKED_TILES, ProductForm.of("aarch64", "11", A53));
    assertEquals(ProductForm.LOOPS, ProductForm.of("aarch64", "1.8", A72));
    assertEquals(ProductForm.LOOPS, ProductForm.of("aarch64", "1.8", cores("0xd03", "0xd08")));
    assertEquals(ProductForm.LOOPS, ProductForm.of("aarch64", "1.8", UNKNOWN));
  }

  @Test
  void tilesElsewhere() {
    assertEquals(ProductForm.PACKED_TILES, ProductForm.of("riscv64", "17", UNKNOWN));
    assertEquals(ProductForm.INT_TILES, ProductForm.of("arm", "17", UNKNOWN));
  }
}

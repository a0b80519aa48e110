package dev.octet.runtime.kernel.scalar.product;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProductChoiceTest {
  private static final List<String> A53 = cores("0xd03", "0xd03");
  private static final List<String> A72 = cores("0xd08", "0xd08");
  private static final List<String> A76 = cores("0xd0b", "0xd0b");
  private static final List<String> BIG_LITTLE = cores("0xd03", "0xd08");
  private static final List<String> UNKNOWN = Collections.emptyList();
  private static final String PLAIN = "java\0-jar\0runtime.jar\0";
  private static final String UNROLLED = "java\0-XX:LoopUnrollLimit=500\0-jar\0runtime.jar\0";

  private static List<String> cores(String first, String second) {
    return Arrays.asList(
        "processor\t: 0",
        "CPU implementer\t: 0x41",
        "CPU part\t: " + first,
        "",
        "processor\t: 1",
        "CPU part\t: " + second);
  }

  private static ProductForm form(String architecture, String java, List<String> processors) {
    return new ProductChoice(architecture, java, processors, PLAIN).form();
  }

  private static ProductForm java8(List<String> processors, String command) {
    return new ProductChoice("aarch64", "1.8", processors, command).form();
  }

  @Test
  void loopsOnX86() {
    for (String architecture : new String[] {"amd64", "x86_64", "x86", "i386"}) {
      assertEquals(ProductForm.LOOPS, form(architecture, "1.8", UNKNOWN), architecture);
    }
  }

  @Test
  void olderJvmsDoLoopsWhereTheCoreDoesNotWait() {
    assertEquals(ProductForm.PACKED_TILES, java8(A53, PLAIN));
    assertEquals(ProductForm.LOOPS, java8(A72, PLAIN));
    assertEquals(ProductForm.LOOPS, java8(BIG_LITTLE, PLAIN));
    assertEquals(ProductForm.LOOPS, java8(UNKNOWN, PLAIN));
  }

  @Test
  void moreTermsWhereTheCompilerMayUnrollThem() {
    assertEquals(ProductForm.LONG_LOOPS, java8(A53, UNROLLED));
    assertEquals(ProductForm.LONG_LOOPS, java8(A72, UNROLLED));
    assertEquals(ProductForm.FLOAT_LOOPS, java8(A76, UNROLLED));
    assertEquals(ProductForm.FLOAT_LOOPS, java8(UNKNOWN, UNROLLED));
  }

  @Test
  void theLastLimitCounts() {
    String lowered = "java\0-XX:LoopUnrollLimit=500\0-XX:LoopUnrollLimit=60\0";
    assertEquals(ProductForm.LOOPS, java8(A72, lowered));
    assertEquals(ProductForm.LOOPS, java8(A72, "java\0-XX:LoopUnrollLimit=many\0"));
    assertEquals(ProductForm.LOOPS, java8(A72, ""));
  }

  /** Tests run from folders of classes, in which a JVM sees those of Java 8 only. */
  @Test
  void withoutFusedProductsNewerJvmsDoInts() {
    assertEquals(ProductForm.LOOPS, form("aarch64", "17", A53));
    assertEquals(ProductForm.LOOPS, form("aarch64", "25", A72));
  }

  @Test
  void tilesElsewhere() {
    assertEquals(ProductForm.PACKED_TILES, form("riscv64", "17", UNKNOWN));
    assertEquals(ProductForm.INT_TILES, form("arm", "17", UNKNOWN));
  }
}

package dev.octet.bench.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoreTest {
  @Test
  void wideLoadsTakeTheA53sPortTwice() {
    List<String> code = List.of("ldr\tq0, [x0]", "ldp\tq1, q2, [x0]", "ldr\tx0, [x1]");
    assertEquals(13, Core.CORTEX_A53.correct(10, code));
  }

  @Test
  void longProductsTakeTheA72sMultiplierThreeTimes() {
    List<String> code = List.of("madd\tx0, x1, x2, x3", "madd\tx4, x1, x2, x4", "mul\tw0, w1, w2");
    assertEquals(7, Core.CORTEX_A72.correct(3, code));
    assertEquals(9, Core.CORTEX_A72.correct(9, code));
  }

  @Test
  void theA76DecodesFourInstructionsACycle() {
    assertEquals(3, Core.CORTEX_A76.correct(1.5, Collections.nCopies(12, "nop")));
  }

  @Test
  void coresByTitle() {
    assertEquals(Core.CORTEX_A76, Core.of("cortex-a76"));
    assertThrows(IllegalArgumentException.class, () -> Core.of("cortex-m4"));
  }

  @Test
  void codeForTheModelHasNoJumpsAndAddresses() {
    assertEquals("b #4", CycleModel.withoutJump("bl\t#-4096"));
    assertEquals("b #4", CycleModel.withoutJump("ret"));
    assertEquals("b.lt\t#4", CycleModel.withoutJump("b.lt\t#-288"));
    assertEquals("tbz\tw0, #3, #4", CycleModel.withoutJump("tbz\tw0, #3, #64"));
    assertEquals("movz x1, #1", CycleModel.withoutJump("adrp\tx1, #4096"));
    assertEquals("nop", CycleModel.withoutJump("mrs\tx0, TPIDR_EL0"));
    assertEquals("madd\tx0, x1, x2, x3", CycleModel.withoutJump("madd\tx0, x1, x2, x3"));
  }
}

package dev.octet.bench.board;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TracesTest {
  private static final int NOP = 1;
  private static final int BACK = 2;
  private static final int RETURN = 3;
  private static final int OVER = 4;

  /** The branches lie at the end of their blocks: back to 0x100, and over one instruction. */
  private static final Map<Integer, String> TEXTS =
      Map.of(NOP, "nop", BACK, "b.lt\t#-12", RETURN, "ret", OVER, "cbz\tx0, #8");

  private static CountFile file(CodeBlock... blocks) {
    return new CountFile(List.of(blocks), List.of(), List.of());
  }

  private static List<List<Integer>> join(CountFile file, double... counts) {
    return Traces.of(file, new Section("run", counts), TEXTS).stream().map(Trace::blocks).toList();
  }

  @Test
  void joinsALoopOfTwoBlocks() {
    CountFile file =
        file(
            new CodeBlock(0x100, new int[] {NOP, NOP}),
            new CodeBlock(0x108, new int[] {NOP, BACK}),
            new CodeBlock(0x110, new int[] {RETURN}));
    assertEquals(List.of(List.of(1, 0), List.of(2)), join(file, 1000, 1000, 3));
  }

  @Test
  void followsABranchThatIsTaken() {
    CountFile file =
        file(
            new CodeBlock(0x100, new int[] {NOP, OVER}),
            new CodeBlock(0x108, new int[] {NOP}),
            new CodeBlock(0x10c, new int[] {RETURN}));
    assertEquals(List.of(List.of(0, 2), List.of(1)), join(file, 1000, 10, 1000));
  }

  @Test
  void leavesApartWhatRanLessOften() {
    CountFile file =
        file(new CodeBlock(0x100, new int[] {NOP, NOP}), new CodeBlock(0x108, new int[] {NOP}));
    assertEquals(List.of(List.of(0), List.of(1)), join(file, 1000, 900));
    assertEquals(List.of(List.of(0, 1)), join(file, 1000, 980));
  }

  @Test
  void addsUpInstructions() {
    CountFile file =
        file(new CodeBlock(0x100, new int[] {NOP, NOP}), new CodeBlock(0x108, new int[] {RETURN}));
    Trace trace = Traces.of(file, new Section("run", new double[] {10, 10}), TEXTS).get(0);
    assertEquals(30, trace.instructions());
    assertEquals(List.of("nop", "nop", "ret"), trace.texts());
  }
}

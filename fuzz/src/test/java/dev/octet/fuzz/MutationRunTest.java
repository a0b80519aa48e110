package dev.octet.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A few hundred mutated files a parser; {@code fuzz/mutate} does more. */
class MutationRunTest {
  private static final Path SEEDS =
      Path.of("src", "test", "resources", "dev", "octet", "fuzz", "ParserFuzzTestInputs");

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(FuzzTarget.class)
  void nothingButTypedErrorsWithinMemory(FuzzTarget target) throws IOException {
    MutationRun run =
        new MutationRun(target, MutationRun.seeds(SEEDS, target), folder.resolve("input"));
    assertEquals(0, run.inputs(1_000_000_000, 400));
  }

  @ParameterizedTest
  @EnumSource(FuzzTarget.class)
  void anInputDependsOnItsNumberAlone(FuzzTarget target) throws IOException {
    MutationRun run =
        new MutationRun(target, MutationRun.seeds(SEEDS, target), folder.resolve("input"));
    byte[] input = run.input(7);
    run.input(8);
    assertArrayEquals(input, run.input(7));
  }
}

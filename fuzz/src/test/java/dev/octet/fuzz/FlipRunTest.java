package dev.octet.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Every other value of every byte, and every truncation; {@code fuzz/flip} takes larger files. */
class FlipRunTest {
  private static final Path MODEL =
      Path.of("src/test/resources/dev/octet/fuzz/ParserFuzzTestInputs/octet/v1.octet");

  @Test
  void nothingIsTaken() throws IOException {
    byte[] file = Files.readAllBytes(MODEL);
    FlipRun run = new FlipRun(file, "v1.octet");
    assertEquals(0, run.flips(255, 1));
    assertEquals(0, run.truncations(1));
    assertEquals(256L * file.length, run.refused());
  }
}

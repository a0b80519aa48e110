package dev.octet.bench.board;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountFileTest {
  /** Two sections of one name; the second has a block that the first did not know; a library. */
  static final List<String> LINES =
      List.of(
          "map 5000 6000 /lib/libc.so.6",
          "block 0 1000 1f2003d5c0035fd6",
          "section run",
          "0 3",
          "block 1 5010 1f2003d5",
          "section run",
          "0 5",
          "1 8");

  @TempDir private Path folder;

  private CountFile read(List<String> lines) throws IOException {
    return CountFile.read(Files.write(folder.resolve("counts"), lines));
  }

  @Test
  void readsBlocksAndSections() throws IOException {
    CountFile file = read(LINES);
    assertEquals(2, file.blocks().size());
    assertEquals(0x1000, file.blocks().get(0).address());
    assertArrayEquals(new int[] {0xd503201f, 0xd65f03c0}, file.blocks().get(0).words());
    assertEquals(0x1008, file.blocks().get(0).end());
    List<Section> runs = file.named("run");
    assertEquals(2, runs.size());
    assertEquals(0, runs.get(0).count(1), "newer than the section");
    assertEquals(8, runs.get(1).count(1));
  }

  @Test
  void countsInstructionsOfGeneratedCodeAndOfAll() throws IOException {
    CountFile file = read(LINES);
    Section last = file.named("run").get(1);
    assertEquals(5 * 2 + 8, file.instructions(last, false));
    assertEquals(5 * 2, file.instructions(last, true));
    assertEquals(5 * 2, file.instructions(file.generated(last), false));
    assertTrue(file.isGenerated(file.blocks().get(0)));
    assertFalse(file.isGenerated(file.blocks().get(1)));
  }

  @Test
  void meanOfSections() throws IOException {
    Section mean = read(LINES).mean("run");
    assertEquals(4, mean.count(0));
    assertEquals(4, mean.count(1));
    assertThrows(IllegalArgumentException.class, () -> read(LINES).mean("step/0"));
  }

  @Test
  void saysWhichLineIsWrong() {
    IOException e =
        assertThrows(IOException.class, () -> read(List.of("block 0 1000 1f2003d5", "0 3")));
    assertTrue(e.getMessage().contains("line 2"), e.getMessage());
    assertThrows(IOException.class, () -> read(List.of("block 1 1000 1f2003d5")));
  }
}

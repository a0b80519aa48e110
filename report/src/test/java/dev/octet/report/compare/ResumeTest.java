package dev.octet.report.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.octet.calibration.Progress;
import dev.octet.calibration.TensorSource;
import dev.octet.report.json.LayerJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeTest {
  private static final int INPUTS = 60;
  private static final int BROKEN = 11;
  private static final int STOP = 41;

  private static SmallModel model;
  private static TensorSource inputs;

  @TempDir private Path folder;

  @BeforeAll
  static void make() {
    model = SmallModel.make();
    inputs = SmallModel.inputs(INPUTS, 3, BROKEN);
  }

  private static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private Checkpoint checkpoint(int key) {
    return new Checkpoint(folder.resolve("report.html.partial"), new byte[] {(byte) key}, 0);
  }

  private static Comparison compare(CompareOptions options, LogitsListener listener, int threads) {
    return new Comparer(model.graph(), model.int8(), threads)
        .compareAll(inputs, options, listener, Progress.SILENT)
        .get(0);
  }

  private Comparison whole(Path dump, int threads) {
    try (LogitsSpool spool = new LogitsSpool(dump, model.graph(), 1, false)) {
      Comparison comparison = compare(CompareOptions.of(0, 0), spool, threads);
      spool.finish();
      return comparison;
    }
  }

  /** Begins a comparison and stops at one input. */
  private void interrupt(Path dump) {
    try (LogitsSpool spool = new LogitsSpool(dump, model.graph(), 1, false)) {
      LogitsListener stopping =
          (index, reference, answers) -> {
            if (index == STOP) {
              throw new Interrupted();
            }
            spool.accept(index, reference, answers);
          };
      CompareOptions options = new CompareOptions(0, 0, Optional.of(checkpoint(1)), false);
      assertThrows(Interrupted.class, () -> compare(options, stopping, 2));
    }
  }

  @Test
  void aResumedComparisonIsTheSame() throws IOException {
    Path dump = folder.resolve("resumed.npz");
    interrupt(dump);
    int[] seen = new int[2];
    Comparison resumed;
    try (LogitsSpool spool = new LogitsSpool(dump, model.graph(), 1, true)) {
      LogitsListener counting =
          new LogitsListener() {
            @Override
            public void resumed(int readable) {
              seen[0] = readable;
              spool.resumed(readable);
            }

            @Override
            public void accept(int index, float[] reference, float[][] answers) {
              seen[1]++;
              spool.accept(index, reference, answers);
            }
          };
      resumed = compare(new CompareOptions(0, 0, Optional.of(checkpoint(1)), true), counting, 1);
      spool.finish();
    }
    // One input is broken; the results up to the interruption were kept.
    assertEquals(STOP - 1, seen[0]);
    assertEquals(INPUTS - STOP, seen[1]);
    Path other = folder.resolve("whole.npz");
    Comparison whole = whole(other, 2);
    assertEquals(whole.images(), resumed.images());
    assertEquals(whole.skipped(), resumed.skipped());
    assertEquals(1, resumed.skipped().size());
    assertEquals(whole.fidelity().sqnrDb(), resumed.fidelity().sqnrDb());
    assertArrayEquals(Files.readAllBytes(other), Files.readAllBytes(dump));
    assertFalse(Files.exists(folder.resolve("resumed.npz.partial")));
  }

  @Test
  void answersOfOtherModelsOrDataAreNotUsed() {
    interrupt(folder.resolve("a.npz"));
    assertTrue(checkpoint(1).load().isPresent());
    assertTrue(checkpoint(2).load().isEmpty());
  }

  @Test
  void aDamagedCheckpointIsNotUsed() throws IOException {
    interrupt(folder.resolve("a.npz"));
    Path file = checkpoint(1).file();
    byte[] bytes = Files.readAllBytes(file);
    for (int at : new int[] {0, bytes.length / 2, bytes.length - 1}) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 4;
      Files.write(file, damaged);
      assertTrue(checkpoint(1).load().isEmpty(), "byte " + at);
    }
    Files.write(file, new byte[3]);
    assertTrue(checkpoint(1).load().isEmpty());
  }

  @Test
  void theFiguresDoNotDependOnThreads() throws IOException {
    Comparison one = compare(CompareOptions.of(INPUTS, 4), LogitsListener.NONE, 1);
    Comparison three = compare(CompareOptions.of(INPUTS, 4), LogitsListener.NONE, 3);
    assertEquals(one.images(), three.images());
    ObjectMapper json = new ObjectMapper();
    assertEquals(
        json.writeValueAsString(LayerJson.of(one)), json.writeValueAsString(LayerJson.of(three)));
  }
}

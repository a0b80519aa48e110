package dev.octet.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InputPassTest {
  private static final int INPUTS = 23;

  private static ArraySource source(Integer... unreadable) {
    float[][] inputs = new float[INPUTS][];
    for (int i = 0; i < INPUTS; i++) {
      inputs[i] = new float[] {i};
    }
    return new ArraySource(inputs, Set.of(unreadable));
  }

  private static int[] all(TensorSource source) {
    return IntStream.range(0, source.size()).toArray();
  }

  /** Hands over 10 times each input's value, in the inputs' order. */
  private static List<SkippedInput> run(
      TensorSource source, int[] indices, int threads, Progress progress, List<Float> results) {
    return InputPass.run(
        source,
        indices,
        threads,
        "testing",
        progress,
        () ->
            (index, input) -> {
              assertEquals(index, input[0]);
              float result = 10 * input[0];
              return () -> results.add(result);
            });
  }

  @Test
  void isTheSameOnAnyNumberOfThreads() {
    for (int threads : new int[] {1, 2, 5}) {
      ArraySource source = source(3, 17);
      List<Float> results = new ArrayList<>();
      List<SkippedInput> skipped = run(source, all(source), threads, Progress.SILENT, results);
      assertEquals(
          IntStream.range(0, INPUTS).filter(i -> i != 3 && i != 17).mapToObj(i -> 10f * i).toList(),
          results);
      assertEquals(
          List.of(
              new SkippedInput(3, "image3", "not a picture"),
              new SkippedInput(17, "image17", "not a picture")),
          skipped);
    }
  }

  @Test
  void followsTheIndices() {
    List<Float> results = new ArrayList<>();
    run(source(), new int[] {7, 2, 2, 20}, 3, Progress.SILENT, results);
    assertEquals(List.of(70f, 20f, 20f, 200f), results);
  }

  @Test
  void tellsOfEveryInput() {
    AtomicLong done = new AtomicLong();
    AtomicLong total = new AtomicLong();
    Progress progress =
        new Progress() {
          @Override
          public void start(String step, long units) {
            total.set(units);
          }

          @Override
          public void advance(long units) {
            done.addAndGet(units);
          }

          @Override
          public void message(String text) {}
        };
    ArraySource source = source(1);
    run(source, all(source), 2, progress, new ArrayList<>());
    assertEquals(INPUTS, total.get());
    assertEquals(INPUTS, done.get());
  }

  @Test
  void takesUpToAFifthOfUnreadableInputs() {
    // 4 of 20 are 20 %, 5 are more.
    int[] twenty = IntStream.range(0, 20).toArray();
    List<Float> results = new ArrayList<>();
    run(source(1, 2, 3, 19), twenty, 2, Progress.SILENT, results);
    assertEquals(16, results.size());
    OctetException failure =
        assertThrows(
            OctetException.class,
            () -> run(source(1, 2, 3, 4, 19), twenty, 2, Progress.SILENT, new ArrayList<>()));
    assertEquals(Failure.INPUT, failure.failure());
    assertTrue(failure.getMessage().contains("only 15 of 20"), failure.getMessage());
    assertTrue(failure.getMessage().contains("image1: not a picture"), failure.getMessage());
  }

  @Test
  void needsSomethingReadable() {
    OctetException none =
        assertThrows(
            OctetException.class,
            () -> run(source(4), new int[] {4}, 2, Progress.SILENT, new ArrayList<>()));
    assertTrue(none.getMessage().contains("none of 1"), none.getMessage());
    OctetException empty =
        assertThrows(
            OctetException.class,
            () -> run(source(), new int[0], 2, Progress.SILENT, new ArrayList<>()));
    assertEquals(Failure.INPUT, empty.failure());
  }

  @Test
  void otherFailuresAreNotSkipped() {
    TensorSource broken =
        new TensorSource() {
          @Override
          public int size() {
            return 10;
          }

          @Override
          public String name(int index) {
            return "row " + index;
          }

          @Override
          public int label(int index) {
            return UNLABELLED;
          }

          @Override
          public float[] read(int index) {
            throw new IllegalStateException("row " + index);
          }
        };
    IllegalStateException failure =
        assertThrows(
            IllegalStateException.class,
            () -> run(broken, all(broken), 3, Progress.SILENT, new ArrayList<>()));
    assertEquals("row 0", failure.getMessage());
  }
}

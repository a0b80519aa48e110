package dev.octet.calibration.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.calibration.Progress;
import dev.octet.calibration.TensorSource;
import dev.octet.model.parallel.Parallel;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
    return InputPass.over(source, new Parallel(threads))
        .only(indices)
        .showing("testing", progress)
        .run(
            source::read,
            () -> 10,
            (factor, index, input) -> {
              assertEquals(index, input[0]);
              return factor * input[0];
            },
            (index, result) -> results.add(result));
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

  private static OctetException failure(Failure failure, int index) {
    return new OctetException(failure, "fails", "row " + index, "mend it");
  }

  @ParameterizedTest
  @EnumSource(value = Failure.class, mode = EnumSource.Mode.EXCLUDE, names = "INPUT")
  void otherFailuresOfReadingAreNotSkipped(Failure kind) {
    TensorSource source = source();
    OctetException thrown =
        assertThrows(
            OctetException.class,
            () ->
                InputPass.over(source, new Parallel(3))
                    .run(
                        index -> {
                          if (index >= 2) {
                            throw failure(kind, index);
                          }
                          return index;
                        },
                        () -> "",
                        (nothing, index, input) -> index,
                        (index, result) -> {}));
    assertEquals(kind, thrown.failure());
    assertEquals("row 2", thrown.where());
  }

  /** What fails on a readable input is no reason to leave it out. */
  @Test
  void failuresOfTheWorkAreNotSkipped() {
    TensorSource source = source();
    OctetException thrown =
        assertThrows(
            OctetException.class,
            () ->
                InputPass.over(source, new Parallel(2))
                    .run(
                        source::read,
                        () -> "",
                        (nothing, index, input) -> {
                          throw failure(Failure.INPUT, index);
                        },
                        (index, result) -> {}));
    assertEquals("row 0", thrown.where());
  }

  @Test
  void aResumedPassGoesOnWhereItStopped() {
    ArraySource source = source(1, 20);
    List<Integer> seen = new ArrayList<>();
    SkippedInput before = new SkippedInput(1, "image1", "not a picture");
    List<SkippedInput> skipped =
        InputPass.over(source, new Parallel(2))
            .resumed(19, List.of(before))
            .run(
                source::read,
                () -> "",
                (nothing, index, input) -> index,
                (index, result) -> seen.add(result));
    assertEquals(List.of(19, 21, 22), seen);
    assertEquals(List.of(before, new SkippedInput(20, "image20", "not a picture")), skipped);
  }

  @Test
  void resultsLearnOfSkippedInputsInTheirTurn() {
    ArraySource source = source(3);
    List<String> seen = new ArrayList<>();
    InputPass.over(source, new Parallel(3))
        .only(new int[] {2, 3, 4, 5, 6})
        .run(
            source::read,
            () -> "",
            (nothing, index, input) -> "read " + index,
            new InputPass.Results<String>() {
              @Override
              public void accept(int index, String result) {
                seen.add(result);
              }

              @Override
              public void skip(SkippedInput input) {
                seen.add("skipped " + input.index());
              }
            });
    assertEquals(List.of("read 2", "skipped 3", "read 4", "read 5", "read 6"), seen);
  }

  @Test
  void aTolerantPassTakesWhatThereIs() {
    ArraySource source = source(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    List<Integer> seen = new ArrayList<>();
    InputPass tolerant = InputPass.over(source, new Parallel(2)).tolerant();
    assertEquals(
        12,
        tolerant
            .run(source::read, () -> "", (own, i, input) -> i, (i, result) -> seen.add(i))
            .size());
    assertEquals(11, seen.size());
    assertEquals(
        List.of(),
        tolerant
            .only(new int[0])
            .run(source::read, () -> "", (own, i, input) -> i, (i, result) -> seen.add(i)));
  }
}

package dev.octet.calibration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.calibration.statistics.TensorStatistics;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.testing.MobileNets;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CalibratorTest {
  private static final int IMAGES = 23;
  private final FloatGraph graph = MobileNets.v3Small(32, 10, 7);

  private ArraySource source(Integer... unreadable) {
    float[][] inputs = new float[IMAGES][];
    for (int i = 0; i < IMAGES; i++) {
      inputs[i] = MobileNets.input(graph, i);
    }
    return new ArraySource(inputs, Set.of(unreadable));
  }

  private static int[] all(TensorSource source) {
    return IntStream.range(0, source.size()).toArray();
  }

  @Test
  void isTheSameOnAnyNumberOfThreads() {
    ArraySource source = source(3, 17);
    FloatExecutor executor = new FloatExecutor(graph);
    Set<String> perChannel = Set.of("features.0.act.out", graph.outputName());
    CalibrationStatistics one = collect(executor, source, perChannel, 1);
    for (int threads : new int[] {2, 5}) {
      CalibrationStatistics many = collect(executor, source, perChannel, threads);
      assertEquals(one.images(), many.images());
      assertEquals(one.skipped(), many.skipped());
      assertEquals(List.copyOf(one.tensors().keySet()), List.copyOf(many.tensors().keySet()));
      one.tensors().forEach((name, expected) -> assertSame(expected, many.tensor(name)));
    }
    assertEquals(IMAGES - 2, one.images());
    assertEquals(
        List.of(
            new SkippedInput(3, "image3", "not a picture"),
            new SkippedInput(17, "image17", "not a picture")),
        one.skipped());
  }

  private CalibrationStatistics collect(
      FloatExecutor executor, TensorSource source, Set<String> perChannel, int threads) {
    Set<String> tensors = graph.shapes().keySet();
    return Calibrator.collect(
        executor, source, all(source), tensors, perChannel, threads, Progress.SILENT);
  }

  private static void assertSame(TensorStatistics expected, TensorStatistics actual) {
    for (int c = 0; c < expected.shape().channels(); c++) {
      assertEquals(expected.min(c), actual.min(c));
      assertEquals(expected.max(c), actual.max(c));
      assertEquals(expected.mean(c), actual.mean(c));
      assertEquals(expected.meanSquare(c), actual.meanSquare(c));
    }
    assertEquals(expected.images(), actual.images());
    assertEquals(expected.histogram().binWidth(), actual.histogram().binWidth());
    assertArrayEquals(expected.histogram().counts(), actual.histogram().counts());
    assertEquals(expected.hasChannelHistograms(), actual.hasChannelHistograms());
    for (int c = 0; expected.hasChannelHistograms() && c < expected.shape().channels(); c++) {
      assertArrayEquals(expected.histogram(c).counts(), actual.histogram(c).counts());
      assertEquals(expected.histogram(c).binLow(0), actual.histogram(c).binLow(0));
    }
  }

  @Test
  void countsWhatTheNetworkComputes() {
    ArraySource source = source();
    CalibrationStatistics statistics =
        Calibrator.collect(graph, source, all(source), 2, Progress.SILENT);
    List<float[]> logits = new ArrayList<>();
    for (float[] input : source.inputs()) {
      logits.add(new FloatExecutor(graph).newSession().run(input));
    }
    TensorStatistics output = statistics.tensor(graph.outputName());
    for (int c = 0; c < output.shape().channels(); c++) {
      int channel = c;
      assertEquals(
          logits.stream().mapToDouble(l -> l[channel]).average().orElseThrow(),
          output.mean(c),
          1e-9);
      assertEquals(
          logits.stream().mapToDouble(l -> (double) l[channel] * l[channel]).sum() / IMAGES,
          output.meanSquare(c),
          1e-9);
      assertEquals(
          (float) logits.stream().mapToDouble(l -> l[channel]).max().orElseThrow(), output.max(c));
      assertEquals(
          (float) logits.stream().mapToDouble(l -> l[channel]).min().orElseThrow(), output.min(c));
    }
    assertEquals(IMAGES * 10L, output.histogram().count());
    assertFalse(output.hasChannelHistograms());
    assertEquals(graph.shapes().keySet(), statistics.tensors().keySet());
    assertThrows(IllegalArgumentException.class, () -> statistics.tensor("nobody"));
  }

  @Test
  void tellsOfEveryInput() {
    ArraySource source = source(1);
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
    Calibrator.collect(graph, source, all(source), 2, progress);
    assertEquals(IMAGES, total.get());
    assertEquals(IMAGES, done.get());
  }

  @Test
  void takesUpToAFifthOfUnreadableInputs() {
    // 4 of 20 are 20 %, 5 are more.
    int[] twenty = IntStream.range(0, 20).toArray();
    CalibrationStatistics statistics =
        Calibrator.collect(graph, source(1, 2, 3, 19), twenty, 2, Progress.SILENT);
    assertEquals(16, statistics.images());
    OctetException failure =
        assertThrows(
            OctetException.class,
            () -> Calibrator.collect(graph, source(1, 2, 3, 4, 19), twenty, 2, Progress.SILENT));
    assertEquals(Failure.INPUT, failure.failure());
    assertTrue(failure.getMessage().contains("only 15 of 20"), failure.getMessage());
    assertTrue(failure.getMessage().contains("image1: not a picture"), failure.getMessage());
  }

  @Test
  void needsSomethingReadable() {
    OctetException none =
        assertThrows(
            OctetException.class,
            () -> Calibrator.collect(graph, source(4), new int[] {4}, 2, Progress.SILENT));
    assertTrue(none.getMessage().contains("none of 1"), none.getMessage());
    OctetException empty =
        assertThrows(
            OctetException.class,
            () -> Calibrator.collect(graph, source(), new int[0], 2, Progress.SILENT));
    assertEquals(Failure.INPUT, empty.failure());
  }

  @Test
  void namesTheTensorThatIsNotFinite() {
    ArraySource source = source();
    source.inputs()[5][100] = Float.NaN;
    source.inputs()[9][100] = Float.POSITIVE_INFINITY;
    for (int threads : new int[] {1, 2, 5}) {
      OctetException failure =
          assertThrows(
              OctetException.class,
              () -> Calibrator.collect(graph, source, all(source), threads, Progress.SILENT));
      assertEquals(Failure.INPUT, failure.failure());
      assertTrue(failure.where().contains("'input'"), failure.where());
      assertTrue(failure.what().contains("image5"), failure.what());
    }
    Arrays.fill(source.inputs()[5], Float.MAX_VALUE);
    source.inputs()[9][100] = 0;
    OctetException inside =
        assertThrows(
            OctetException.class,
            () -> Calibrator.collect(graph, source, all(source), 2, Progress.SILENT));
    assertTrue(inside.where().contains("features.0."), inside.where());
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
            () -> Calibrator.collect(graph, broken, all(broken), 3, Progress.SILENT));
    assertEquals("row 0", failure.getMessage());
  }
}

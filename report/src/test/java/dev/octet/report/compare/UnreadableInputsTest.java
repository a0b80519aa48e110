package dev.octet.report.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.calibration.Progress;
import dev.octet.calibration.TensorSource;
import dev.octet.calibration.input.ForwardedSource;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.report.advice.PreprocessingCheck;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An input that cannot be read is left out and said; nothing else that fails is. */
class UnreadableInputsTest {
  private static final int INPUTS = 20;
  private static final int FAILING = 5;

  private static SmallModel model;

  @BeforeAll
  static void make() {
    model = SmallModel.make();
  }

  /** A source, one of whose inputs cannot be read from some time on. */
  private static final class Failing extends ForwardedSource<TensorSource> {
    private final Failure failure;
    private final AtomicInteger readsBefore;

    private Failing(Failure failure, int readsBefore) {
      super(SmallModel.inputs(INPUTS, 3, -1));
      this.failure = failure;
      this.readsBefore = new AtomicInteger(readsBefore);
    }

    @Override
    public float[] read(int index) {
      if (index == FAILING && readsBefore.getAndDecrement() <= 0) {
        throw new OctetException(failure, "the disk is full", name(index), "free some space");
      }
      return source.read(index);
    }
  }

  private static Comparison compare(TensorSource source, int layerImages, int answerImages) {
    return new Comparer(model.graph(), model.int8(), 2)
        .compareAll(
            source,
            CompareOptions.of(layerImages, answerImages),
            LogitsListener.NONE,
            Progress.SILENT)
        .get(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {INPUTS, 100, 7})
  void layersAreMeasuredOnAsManyInputsAsIsSaid(int layerImages) {
    Comparison comparison = compare(new Failing(Failure.INPUT, 0), layerImages, layerImages);
    int measured = Math.min(layerImages, INPUTS - 1);
    assertEquals(measured, comparison.layerImages());
    assertEquals(measured, comparison.answerImages());
    assertEquals(1, comparison.skipped().size());
    // Every value of the first layer's output was seen on each of them.
    var layer = comparison.layers().get(0);
    long values = (long) measured * model.int8().schedule().tensors[1].elements();
    assertEquals(values, layer.cumulative().count());
  }

  @Test
  void anInputThatVanishesBeforeLayersAreMeasuredIsNotCounted() {
    Comparison comparison = compare(new Failing(Failure.INPUT, 1), INPUTS, INPUTS);
    assertEquals(0, comparison.skipped().size());
    assertEquals(INPUTS - 1, comparison.layerImages());
    assertEquals(INPUTS - 1, comparison.answerImages());
  }

  @Test
  void otherFailuresStopAComparison() {
    OctetException thrown =
        assertThrows(OctetException.class, () -> compare(new Failing(Failure.OUTPUT, 0), 0, 0));
    assertEquals(Failure.OUTPUT, thrown.failure());
  }

  @Test
  void otherFailuresStopTheComparisonOfLayers() {
    OctetException thrown =
        assertThrows(
            OctetException.class, () -> compare(new Failing(Failure.OUTPUT, 1), INPUTS, 0));
    assertEquals(Failure.OUTPUT, thrown.failure());
  }

  @Test
  void otherFailuresStopAnEvaluation() {
    TensorSource source = new Failing(Failure.OUTPUT, 0);
    OctetException thrown =
        assertThrows(
            OctetException.class, () -> new Evaluation(model.graph(), source, 2, Progress.SILENT));
    assertEquals(Failure.OUTPUT, thrown.failure());
  }

  @Test
  void anEvaluationLeavesOutWhatCannotBeRead() {
    Evaluation evaluation =
        new Evaluation(model.graph(), new Failing(Failure.INPUT, 0), 2, Progress.SILENT);
    assertEquals(1, evaluation.skipped().size());
    assertTrue(evaluation.skipped().get(0).startsWith("input " + FAILING + ": "));
    assertEquals(INPUTS - 1, evaluation.measure(model.int8(), Progress.SILENT).images());
  }

  @Test
  void otherFailuresStopThePreprocessingCheck() {
    PreprocessingCheck check = new PreprocessingCheck(new FloatExecutor(model.graph()), 2);
    TensorSource source = new Failing(Failure.OUTPUT, 0);
    OctetException thrown = assertThrows(OctetException.class, () -> check.accuracy(source));
    assertEquals(Failure.OUTPUT, thrown.failure());
    // Three of twenty have no label, another one cannot be read.
    assertEquals(INPUTS - 4, check.accuracy(new Failing(Failure.INPUT, 0)).orElseThrow().trials());
  }
}

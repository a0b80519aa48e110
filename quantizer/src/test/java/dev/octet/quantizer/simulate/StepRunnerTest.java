package dev.octet.quantizer.simulate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.calibration.Progress;
import dev.octet.model.graph.Shape;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.schedule.EpilogueBuilder;
import dev.octet.quantizer.step.StepActivation;
import dev.octet.runtime.KernelSets;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Elementwise;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One operation on every picture of a store, on any number of threads. */
class StepRunnerTest {
  private static final int IMAGES = 7;
  private static final Shape SHAPE = new Shape(2, 3, 2);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void addsATensorToAnotherAndToItself(int threads) {
    TensorQuantization narrow = TensorQuantization.uniform(ElementType.INT8, 1, 3, 2);
    TensorQuantization wide = TensorQuantization.uniform(ElementType.INT16, 1, 0, 2);
    TensorSpec[] tensors = {
      narrow.spec("a", SHAPE),
      narrow.spec("b", SHAPE),
      wide.spec("sum", SHAPE),
      wide.spec("twice", SHAPE)
    };
    ActivationStore store = new ActivationStore(IMAGES);
    for (int i = 0; i < IMAGES; i++) {
      store.put("a", i, filled(10 * i));
      store.put("b", i, filled(-i));
    }
    StepRunner runner =
        new StepRunner(new Run(threads, KernelSets.choose("reference").set(), Progress.SILENT));
    runner.run(add(0, 1, 2, narrow, wide), tensors, store);
    runner.run(add(0, 0, 3, narrow, wide), tensors, store);
    for (int i = 0; i < IMAGES; i++) {
      byte[] a = filled(10 * i);
      byte[] b = filled(-i);
      short[] sum = new short[a.length];
      short[] twice = new short[a.length];
      for (int e = 0; e < a.length; e++) {
        sum[e] = (short) (a[e] - 3 + b[e] - 3);
        twice[e] = (short) (2 * (a[e] - 3));
      }
      assertArrayEquals(sum, (short[]) store.get("sum", i));
      assertArrayEquals(twice, (short[]) store.get("twice", i));
    }
    store.release("a");
    assertThrows(NullPointerException.class, () -> store.get("a", 0));
  }

  private static Elementwise add(
      int first, int second, int output, TensorQuantization in, TensorQuantization out) {
    return new Elementwise(
        "add" + output,
        first,
        output,
        in.zeroPoints(),
        EpilogueBuilder.buildWithResidual(in.scale(), StepActivation.NONE, out, second, in));
  }

  private static byte[] filled(int first) {
    byte[] elements = new byte[SHAPE.elements()];
    for (int e = 0; e < elements.length; e++) {
      elements[e] = (byte) (first + e);
    }
    return elements;
  }
}

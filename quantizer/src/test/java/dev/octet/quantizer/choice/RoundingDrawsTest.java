package dev.octet.quantizer.choice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.calibration.Progress;
import dev.octet.calibration.input.Inputs;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.testing.MobileNets;
import dev.octet.quantizer.pass.FoldBatchNorm;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.sensitivity.Answered;
import dev.octet.quantizer.simulate.Run;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.quantizer.testing.RandomInputs;
import dev.octet.runtime.schedule.ElementType;
import org.junit.jupiter.api.Test;

class RoundingDrawsTest {
  private static final int EACH = 3;
  private static final int DRAWS = 4;

  /** Elements from -128 at -2.56 to 127 at 2.54. */
  private static final TensorQuantization INPUT =
      TensorQuantization.uniform(ElementType.INT8, 0.02, 0, 3);

  private final FloatGraph graph = new FoldBatchNorm().apply(MobileNets.v2(32, 0.35, 10, 2));

  private Answered draws(float[][] inputs, int threads) {
    return RoundingDraws.of(
        StepGraph.of(graph), Inputs.of(inputs), DRAWS, INPUT, Run.of(threads, Progress.SILENT));
  }

  private float[][] inputs() {
    RandomInputs random = new RandomInputs(graph, EACH, 5);
    float[][] inputs = new float[EACH][];
    for (int i = 0; i < EACH; i++) {
      inputs[i] = random.read(i);
      for (int k = 0; k < inputs[i].length; k++) {
        inputs[i][k] = (float) INPUT.dequantize(INPUT.quantize(inputs[i][k], 0), 0);
      }
    }
    return inputs;
  }

  @Test
  void theFirstDrawIsTheInputsThemselvesAndTheOthersAreOneStepAway() {
    float[][] inputs = inputs();
    Answered draws = draws(inputs, 2);
    assertEquals(EACH * DRAWS, draws.count());
    for (int i = 0; i < draws.count(); i++) {
      float[] drawn = draws.inputs().get(i);
      int moved = 0;
      for (int k = 0; k < drawn.length; k++) {
        int steps = INPUT.quantize(drawn[k], 0) - INPUT.quantize(inputs[i % EACH][k], 0);
        assertEquals(0.02 * steps, drawn[k] - inputs[i % EACH][k], 1e-6);
        assertTrue(Math.abs(steps) <= 1 && Math.abs(drawn[k]) < 2.57, "value " + k);
        moved += Math.abs(steps);
      }
      assertEquals(i < EACH ? 0 : 2.0 / 3, (double) moved / drawn.length, 0.1);
    }
  }

  @Test
  void logitsAreTheFloatNetworksAndThreadsDoNotMatter() {
    float[][] inputs = inputs();
    Answered one = draws(inputs, 1);
    Answered two = draws(inputs, 2);
    for (int i = 0; i < one.count(); i++) {
      assertArrayEquals(one.inputs().get(i), two.inputs().get(i));
      assertArrayEquals(one.logits()[i], two.logits()[i]);
      float[] answer = new FloatExecutor(graph).newSession().run(one.inputs().get(i));
      assertArrayEquals(answer, one.logits()[i]);
    }
  }
}

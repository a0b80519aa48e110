package dev.octet.quantizer.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.calibration.Progress;
import dev.octet.calibration.input.Inputs;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.testing.MobileNets;
import dev.octet.quantizer.pass.FoldBatchNorm;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.schedule.LoweringContext;
import dev.octet.quantizer.simulate.ActivationStore;
import dev.octet.quantizer.simulate.Run;
import dev.octet.quantizer.step.Step;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.runtime.schedule.ElementType;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Where the quantized steps before answer as the float network does, the sums are as they should
 * be, residual or not: nothing is left to fit. Sums of another pixel or image would be fitted.
 */
class FloatSumsTest {
  private static final int INPUTS = 12;
  private static final double STEP = 1e-3;

  @Test
  void nothingIsFittedToRightInputs() {
    FloatGraph folded = new FoldBatchNorm().apply(MobileNets.v2(32, 0.35, 10, 2));
    StepGraph graph = StepGraph.of(folded);
    float[][] inputs = new float[INPUTS][];
    ActivationStore store = new ActivationStore(INPUTS);
    Map<String, TensorQuantization> plan = new HashMap<>();
    for (String tensor : graph.tensors()) {
      plan.put(
          tensor,
          TensorQuantization.uniform(ElementType.INT16, STEP, 0, graph.shape(tensor).channels()));
    }
    FloatExecutor executor = new FloatExecutor(folded);
    for (int i = 0; i < INPUTS; i++) {
      int image = i;
      inputs[i] = MobileNets.input(folded, i);
      store.put(folded.inputName(), i, elements(inputs[i]));
      executor
          .newSession()
          .run(inputs[i], (name, shape, values) -> store.put(name, image, elements(values)));
    }
    FloatSums sums = FloatSums.collect(graph, Inputs.of(inputs), Run.of(2, Progress.SILENT));
    LoweringContext context = new LoweringContext(graph, plan);
    int residuals = 0;
    int convolutions = 0;
    for (Step step : graph.steps()) {
      if (step instanceof Step.Conv conv) {
        float[] fitted = sums.fit(conv, context, store).weights();
        double most = 0;
        for (int k = 0; k < fitted.length; k++) {
          most = Math.max(most, Math.abs(fitted[k] - conv.conv().weights()[k]));
        }
        // Rounding to steps of 0.001 is all that can be made up for.
        assertTrue(most < 0.01, conv.name() + ": " + most);
        residuals += conv.residual().isPresent() ? 1 : 0;
        convolutions++;
      }
    }
    assertTrue(residuals > 0, "a network with residuals");
    assertEquals(53, convolutions);
  }

  private static short[] elements(float[] values) {
    short[] elements = new short[values.length];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (short) Math.rint(values[i] / STEP);
    }
    return elements;
  }
}

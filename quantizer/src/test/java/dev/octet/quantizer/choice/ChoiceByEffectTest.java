package dev.octet.quantizer.choice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.calibration.Progress;
import dev.octet.calibration.input.Inputs;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Shape;
import dev.octet.model.testing.MobileNets;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.QuantizerSettings;
import dev.octet.quantizer.range.ChannelHistogram;
import dev.octet.quantizer.range.InputQuantization;
import dev.octet.quantizer.range.PlanOptions;
import dev.octet.quantizer.range.RangeMethod;
import dev.octet.quantizer.sensitivity.Answered;
import dev.octet.quantizer.simulate.Run;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.quantizer.testing.QuantizationTrial;
import dev.octet.quantizer.testing.RandomInputs;
import dev.octet.quantizer.tuning.Techniques;
import dev.octet.quantizer.write.OctetWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ChoiceByEffectTest {
  private static final FloatGraph GRAPH = MobileNets.v2(32, 0.35, 10, 2);

  private static PlanOptions choose(float[][] inputs, RangeMethod usual, Run run) {
    StepGraph graph = StepGraph.of(new dev.octet.quantizer.pass.FoldBatchNorm().apply(GRAPH));
    FloatExecutor executor = new FloatExecutor(GRAPH);
    float[][] logits =
        Arrays.stream(inputs).map(executor.newSession()::run).toArray(float[][]::new);
    Shape shape = GRAPH.inputShape();
    float[] bound = new float[shape.channels()];
    Arrays.fill(bound, 4);
    float[] low = new float[shape.channels()];
    Arrays.fill(low, -4);
    return new ChoiceByEffect(
            graph,
            InputQuantization.ofTensors(graph, new ChannelHistogram(low, bound), Inputs.of(inputs)),
            QuantizationTrial.SETTINGS.techniques(),
            run)
        .choose(
            new PlanOptions(usual, true, true, Map.of(), Set.of()),
            Fold.split(graph, new Answered(Inputs.of(inputs), logits), run));
  }

  private static float[][] inputs(int count) {
    RandomInputs random = new RandomInputs(GRAPH, count, 3);
    float[][] inputs = new float[count][];
    for (int i = 0; i < count; i++) {
      inputs[i] = random.read(i);
    }
    return inputs;
  }

  @Test
  @Timeout(120)
  void saysWhatEachChoiceGives() {
    Run run = Run.of(2, Progress.SILENT);
    PlanOptions chosen = choose(inputs(24), RangeMethod.MEAN_SQUARE, run);
    assertEquals(2, run.notes().size(), run.notes().toString());
    assertTrue(
        run.notes()
            .get(0)
            .matches("ranges by .* dB .* by min max, .* dB .* by percentile on 24 inputs.*"),
        run.notes().get(0));
    assertTrue(
        run.notes().get(1).startsWith("scale balance " + (chosen.balance() ? "on" : "off") + ": "),
        run.notes().get(1));
  }

  /** One input in five is far louder than the others: cutting it off is what costs. */
  @Test
  @Timeout(120)
  void aMethodThatClipsLoudInputsIsNotKept() {
    float[][] inputs = inputs(24);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < inputs.length; i += 5) {
      for (int e = 0; e < inputs[i].length; e++) {
        inputs[i][e] *= 40 + random.nextInt(10);
      }
    }
    Run run = Run.of(2, Progress.SILENT);
    PlanOptions chosen = choose(inputs, RangeMethod.PERCENTILE, run);
    assertFalse(chosen.method() == RangeMethod.PERCENTILE, run.notes().toString());
  }

  @Test
  void fewInputsAreNotSplit() {
    Run run = Run.of(2, Progress.SILENT);
    PlanOptions chosen = choose(inputs(8), RangeMethod.MEAN_SQUARE, run);
    assertEquals(new PlanOptions(RangeMethod.MEAN_SQUARE, true, true, Map.of(), Set.of()), chosen);
    assertTrue(
        run.notes().get(0).startsWith("too few inputs to hold some out"), run.notes().get(0));
  }

  @Test
  @Timeout(120)
  void threadsDoNotMatter() {
    QuantizerSettings settings = QuantizationTrial.SETTINGS.withTechniques(Techniques.ALL);
    Quantization one = QuantizationTrial.quantize(GRAPH, settings.withThreads(1));
    Quantization two = QuantizationTrial.quantize(GRAPH, settings.withThreads(2));
    assertEquals(one.notes(), two.notes());
    assertArrayEquals(OctetWriter.toBytes(one.schedule()), OctetWriter.toBytes(two.schedule()));
  }
}

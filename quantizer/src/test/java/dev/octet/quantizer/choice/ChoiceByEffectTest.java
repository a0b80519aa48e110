package dev.octet.quantizer.choice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.calibration.Progress;
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
import dev.octet.quantizer.simulate.Workers;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.quantizer.testing.QuantizationTrial;
import dev.octet.quantizer.testing.RandomInputs;
import dev.octet.quantizer.tuning.Techniques;
import dev.octet.quantizer.write.OctetWriter;
import dev.octet.runtime.KernelSets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ChoiceByEffectTest {
  private static final FloatGraph GRAPH = MobileNets.v2(32, 0.35, 10, 2);

  private static PlanOptions choose(float[][] inputs, RangeMethod usual, List<String> notes) {
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
            InputQuantization.ofTensors(
                graph, new ChannelHistogram(low, bound), i -> inputs[i], inputs.length),
            QuantizationTrial.SETTINGS.techniques(),
            KernelSets.choose().set(),
            new Workers(2),
            Progress.SILENT,
            notes)
        .choose(
            new PlanOptions(usual, true, true, Set.of()),
            Fold.split(
                graph, i -> inputs[i], inputs.length, logits, new Workers(2), Progress.SILENT));
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
    List<String> notes = new ArrayList<>();
    PlanOptions chosen = choose(inputs(24), RangeMethod.MEAN_SQUARE, notes);
    assertEquals(2, notes.size(), notes.toString());
    assertTrue(
        notes
            .get(0)
            .matches("ranges by .* dB .* by min max, .* dB .* by percentile on 24 inputs.*"),
        notes.get(0));
    assertTrue(
        notes.get(1).startsWith("scale balance " + (chosen.balance() ? "on" : "off") + ": "),
        notes.get(1));
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
    List<String> notes = new ArrayList<>();
    PlanOptions chosen = choose(inputs, RangeMethod.PERCENTILE, notes);
    assertFalse(chosen.method() == RangeMethod.PERCENTILE, notes.toString());
  }

  @Test
  void fewInputsAreNotSplit() {
    List<String> notes = new ArrayList<>();
    PlanOptions chosen = choose(inputs(8), RangeMethod.MEAN_SQUARE, notes);
    assertEquals(new PlanOptions(RangeMethod.MEAN_SQUARE, true, true, Set.of()), chosen);
    assertTrue(notes.get(0).startsWith("too few inputs to hold some out"), notes.get(0));
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

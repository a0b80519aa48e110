package dev.octet.quantizer.tuning;

import dev.octet.calibration.input.Inputs;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.parallel.Parallel;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.schedule.LoweringContext;
import dev.octet.quantizer.simulate.ActivationStore;
import dev.octet.quantizer.simulate.FloatPass;
import dev.octet.quantizer.simulate.Run;
import dev.octet.quantizer.step.Step;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.quantizer.weight.PatchPositions;
import dev.octet.quantizer.weight.SumFit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The float network's sums of every convolution at the pixels where patches are sampled; weights
 * are fitted to them (docs/arithmetic.md, equation 29).
 */
public final class FloatSums implements WeightFit {
  private final StepGraph graph;
  private final Parallel parallel;
  private final Map<String, Samples> samples = new HashMap<>();

  /** Sums of one tensor, [sample][channel], residual included. */
  private record Samples(PatchPositions positions, float[][] sums) {}

  private FloatSums(StepGraph graph, Parallel parallel) {
    this.graph = graph;
    this.parallel = parallel;
  }

  /**
   * Runs the float network on the tuning inputs.
   *
   * @param inputs the tuning inputs
   */
  public static FloatSums collect(StepGraph graph, Inputs inputs, Run run) {
    FloatSums collected = new FloatSums(graph, run.parallel());
    for (Step step : graph.steps()) {
      if (step instanceof Step.Conv conv) {
        PatchPositions positions =
            PatchPositions.of(conv.conv(), graph.shape(conv.source()), inputs.count());
        collected.samples.put(
            conv.preActivation(), new Samples(positions, new float[positions.count()][]));
      }
    }
    new FloatPass(graph.graph(), inputs, run)
        .run(
            "sampling float sums",
            collected.samples.keySet(),
            (i, name, shape, values) -> keep(collected.samples.get(name), i, shape, values));
    return collected;
  }

  private static void keep(Samples samples, int image, Shape shape, float[] values) {
    PatchPositions positions = samples.positions;
    int channels = shape.channels();
    for (int s = positions.firstOf(image); s < positions.firstOf(image + 1); s++) {
      int from = positions.pixel(s) * channels;
      samples.sums[s] = Arrays.copyOfRange(values, from, from + channels);
    }
  }

  @Override
  public Op.Conv fit(Step.Conv step, LoweringContext context, ActivationStore store) {
    Samples known = samples.get(step.preActivation());
    float[][] wanted =
        step.residual()
            .map(residual -> without(known, residual, context.quantization(residual), store))
            .orElse(known.sums);
    return SumFit.fit(
        step.conv(),
        graph.shape(step.source()),
        step.source(),
        context.quantization(step.source()),
        store,
        wanted,
        parallel);
  }

  /** What is left for the convolution to add to what the quantized residual really is. */
  private static float[][] without(
      Samples samples, String residual, TensorQuantization quantization, ActivationStore store) {
    float[][] wanted = new float[samples.sums.length][];
    int channels = quantization.channels();
    int[] elements = new int[channels];
    for (int s = 0; s < wanted.length; s++) {
      Object tensor = store.get(residual, samples.positions.image(s));
      ActivationStore.widen(tensor, samples.positions.pixel(s) * channels, channels, elements);
      wanted[s] = samples.sums[s].clone();
      for (int c = 0; c < channels; c++) {
        wanted[s][c] -= (float) quantization.dequantize(elements[c], c);
      }
    }
    return wanted;
  }
}

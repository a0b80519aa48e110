package dev.octet.quantizer.choice;

import dev.octet.calibration.Progress;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.simulate.FloatPass;
import dev.octet.quantizer.simulate.Workers;
import dev.octet.quantizer.step.StepGraph;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/**
 * Some inputs as they are, and the same again with noise of one step of the input's quantization,
 * which draws the rounding of every tensor behind it anew (docs/arithmetic.md, equation 23). What
 * rounding leaves in the logits of a few inputs is otherwise an accident: on 25 inputs of a network
 * with two classes it varies by several dB when nothing is changed but the rounding of some
 * weights.
 *
 * @param inputs the inputs, all of a draw after each other
 * @param count number of them in all draws
 * @param logits the float network's answers to them
 */
record RoundingDraws(IntFunction<float[]> inputs, int count, float[][] logits) {
  /**
   * Draws.
   *
   * @param inputs float inputs, HWC
   * @param each number of them
   * @param draws how often each is taken, at least once
   * @param input quantization of the network's input
   */
  static RoundingDraws of(
      StepGraph graph,
      IntFunction<float[]> inputs,
      int each,
      int draws,
      TensorQuantization input,
      Workers workers,
      Progress progress) {
    IntFunction<float[]> drawn = i -> draw(inputs.apply(i % each), i / each, i % each, input);
    int count = each * draws;
    String output = graph.graph().outputName();
    float[][] logits = new float[count][];
    new FloatPass(graph.graph(), drawn, count, workers, progress)
        .run(
            "float answers",
            Set.of(output),
            (i, tensor, shape, values) -> logits[i] = Arrays.copyOf(values, shape.elements()));
    return new RoundingDraws(drawn, count, logits);
  }

  /** Adds -1, 0 or 1 step to each value, within the range of the elements. */
  private static float[] draw(float[] values, int draw, int index, TensorQuantization input) {
    if (draw == 0) {
      return values;
    }
    SplittableRandom random = new SplittableRandom(((long) draw << 32) + index);
    float[] noisy = values.clone();
    for (int k = 0; k < noisy.length; k++) {
      int c = k % input.channels();
      int element = input.quantize(values[k], c);
      int moved = element + random.nextInt(3) - 1;
      int kept = Math.min(Math.max(moved, input.type().min()), input.type().max());
      noisy[k] += (float) ((kept - element) * input.scale()[c]);
    }
    return noisy;
  }
}

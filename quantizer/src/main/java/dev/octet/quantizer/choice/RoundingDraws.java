package dev.octet.quantizer.choice;

import dev.octet.calibration.input.Inputs;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.sensitivity.Answered;
import dev.octet.quantizer.simulate.FloatPass;
import dev.octet.quantizer.simulate.Run;
import dev.octet.quantizer.step.StepGraph;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Some inputs as they are, and the same again with noise of one step of the input's quantization,
 * which draws the rounding of every tensor after it anew (docs/arithmetic.md, equation 23). What
 * rounding leaves in the logits of a few inputs is otherwise an accident: on 25 inputs of a network
 * with two classes it varies by several dB when nothing is changed but the rounding of some
 * weights.
 */
final class RoundingDraws {
  private RoundingDraws() {}

  /**
   * Draws.
   *
   * @param draws how often each input is taken, at least once
   * @param quantization of the network's input
   * @return the inputs, all of a draw after each other, with the float network's answers
   */
  static Answered of(
      StepGraph graph, Inputs inputs, int draws, TensorQuantization quantization, Run run) {
    int each = inputs.count();
    Inputs drawn =
        new Inputs(each * draws, i -> draw(inputs.get(i % each), i / each, i % each, quantization));
    float[][] logits = new float[drawn.count()][graph.graph().answerElements()];
    new FloatPass(graph.graph(), drawn, run)
        .run(
            "float logits",
            Set.copyOf(graph.graph().heads()),
            (i, tensor, shape, values) -> graph.graph().fill(logits[i], tensor, values));
    return new Answered(drawn, logits);
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

package dev.octet.quantizer.tuning;

import dev.octet.model.graph.FloatGraph;
import dev.octet.quantizer.range.AnswerValues;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.sensitivity.InputNoise;
import java.util.Map;

/**
 * How close the quantized logits are to the float ones on some inputs.
 *
 * @param sqnrDb signal-to-quantization-noise ratio of all logits, dB; of several outputs the worst
 *     one's
 * @param lowSqnrDb the same of single inputs: 19 in 20 have at least this
 * @param agreement share of inputs with the same top-1 class, 0 to 1; tells nothing where outputs
 *     are no classes
 */
public record TuningFidelity(double sqnrDb, double lowSqnrDb, double agreement) {
  private static final int ONE_IN = 20;

  /** The error's power over the signal's. */
  public double relativeNoise() {
    return StrictMath.pow(10, -sqnrDb / 10);
  }

  /**
   * The fidelity of quantized answers.
   *
   * @param logits the float network's, of at least as many inputs
   * @param answers elements of all heads, for each input
   * @param plan quantization of every tensor
   */
  public static TuningFidelity of(
      FloatGraph graph, float[][] logits, short[][] answers, Map<String, TensorQuantization> plan) {
    double[][] real = AnswerValues.of(graph, answers, plan);
    InputNoise noise = InputNoise.worst(graph, logits, real);
    double[] single = noise.singleDecibels().sorted().toArray();
    int same = 0;
    for (int i = 0; i < answers.length; i++) {
      float[] wanted = logits[i];
      int best = 0;
      int bestGot = 0;
      for (int c = 0; c < wanted.length; c++) {
        best = wanted[c] > wanted[best] ? c : best;
        bestGot = real[i][c] > real[i][bestGot] ? c : bestGot;
      }
      same += best == bestGot ? 1 : 0;
    }
    return new TuningFidelity(
        noise.decibels(), single[single.length / ONE_IN], (double) same / answers.length);
  }
}

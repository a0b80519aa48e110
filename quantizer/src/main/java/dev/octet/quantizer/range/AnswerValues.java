package dev.octet.quantizer.range;

import dev.octet.model.graph.FloatGraph;
import java.util.Map;

/**
 * The real values of a network's quantized answers: the elements of its heads, one after another.
 */
public final class AnswerValues {
  private AnswerValues() {}

  /**
   * The real values of some answers.
   *
   * @param answers elements of all heads, for each input
   * @param plan quantization of every tensor
   */
  public static double[][] of(
      FloatGraph graph, short[][] answers, Map<String, TensorQuantization> plan) {
    double[][] values = new double[answers.length][];
    for (int i = 0; i < answers.length; i++) {
      values[i] = new double[answers[i].length];
      int next = 0;
      for (String head : graph.heads()) {
        TensorQuantization quantization = plan.get(head);
        int channels = graph.shape(head).channels();
        for (int k = 0; k < graph.shape(head).elements(); k++, next++) {
          values[i][next] = quantization.dequantize(answers[i][next], k % channels);
        }
      }
    }
    return values;
  }
}

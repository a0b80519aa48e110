package dev.octet.report.layer;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Op;
import dev.octet.quantizer.pass.FoldBatchNorm;
import dev.octet.quantizer.step.Step;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.runtime.schedule.operation.Convolution;
import java.util.HashMap;
import java.util.Map;

/**
 * A layer's weights.
 *
 * @param low the smallest float weight, batch normalization folded in; NaN if not known
 * @param high the largest
 * @param channels output channels
 * @param dead output channels whose int8 weights are all zero: their output never changes
 */
public record WeightSummary(double low, double high, int channels, int dead) {
  /** The float weights of all layers, by the name of the layer. */
  static Map<String, Op.Conv> folded(FloatGraph graph) {
    Map<String, Op.Conv> weights = new HashMap<>();
    for (Step step : StepGraph.of(new FoldBatchNorm().apply(graph)).steps()) {
      if (step instanceof Step.Conv conv) {
        weights.put(conv.name(), conv.conv());
      }
    }
    return weights;
  }

  /**
   * Looks at a layer.
   *
   * @param reference its float weights, or null
   */
  static WeightSummary of(Convolution layer, Op.Conv reference) {
    double low = Double.NaN;
    double high = Double.NaN;
    if (reference != null) {
      low = Double.POSITIVE_INFINITY;
      high = Double.NEGATIVE_INFINITY;
      for (float weight : reference.weights()) {
        low = Math.min(low, weight);
        high = Math.max(high, weight);
      }
    }
    int channels = layer.bias.length;
    int row = layer.weights.length() / channels;
    int dead = 0;
    for (int c = 0; c < channels; c++) {
      boolean zero = true;
      for (int i = 0; i < row && zero; i++) {
        zero = layer.weights.at(c * row + i) == 0;
      }
      dead += zero ? 1 : 0;
    }
    return new WeightSummary(low, high, channels, dead);
  }
}

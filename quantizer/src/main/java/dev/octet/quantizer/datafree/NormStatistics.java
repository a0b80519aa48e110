package dev.octet.quantizer.datafree;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What the training data did at the outputs of batch normalizations. Folding keeps the names of
 * these tensors.
 *
 * @param byTensor mean and standard deviation of every channel, by tensor name
 */
record NormStatistics(Map<String, Channels> byTensor) {
  /** Mean and standard deviation of each channel. */
  record Channels(double[] mean, double[] deviation) {
    double[] variance() {
      return Arrays.stream(deviation).map(d -> d * d).toArray();
    }
  }

  /** Reads the statistics of a graph that still has its batch normalizations. */
  static NormStatistics of(FloatGraph graph) {
    Map<String, Channels> found = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Op.BatchNorm norm) {
        if (norm.hasStatistics()) {
          found.put(node.output(), normalized(norm));
        } else if (found.containsKey(node.input())) {
          found.put(node.output(), scaled(found.get(node.input()), norm));
        }
      }
    }
    return new NormStatistics(found);
  }

  /** Mean beta and deviation |gamma|, less where epsilon is not small beside the variance. */
  private static Channels normalized(Op.BatchNorm norm) {
    double[] mean = new double[norm.beta().length];
    double[] deviation = new double[mean.length];
    for (int c = 0; c < mean.length; c++) {
      double variance = Math.max(norm.variance()[c], 0);
      mean[c] = norm.beta()[c];
      deviation[c] =
          variance > 0
              ? Math.abs(norm.gamma()[c]) * Math.sqrt(variance / (variance + norm.epsilon()))
              : 0;
    }
    return new Channels(mean, deviation);
  }

  private static Channels scaled(Channels before, Op.BatchNorm factor) {
    double[] mean = before.mean.clone();
    double[] deviation = before.deviation.clone();
    Arrays.setAll(
        mean,
        c -> {
          double slope = factor.gamma()[c] / Math.sqrt(factor.variance()[c] + factor.epsilon());
          deviation[c] *= Math.abs(slope);
          return (mean[c] - factor.mean()[c]) * slope + factor.beta()[c];
        });
    return new Channels(mean, deviation);
  }
}

package dev.octet.quantizer.datafree;

import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import dev.octet.quantizer.datafree.NormStatistics.Channels;
import dev.octet.quantizer.step.Step;
import dev.octet.quantizer.step.StepActivation;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.quantizer.weight.AssumedMoments;
import dev.octet.runtime.schedule.Preprocessing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * What the pictures were like that a network was trained on. Their range follows from the
 * normalization, and the mean of each channel from the first convolutions: batch normalization
 * remembers the mean of their sums, which are linear in the means of the channels
 * (docs/arithmetic.md, input without data).
 */
final class InputEstimate {
  /** Share of the mean diagonal that holds the solution to the middle of the range. */
  private static final double DAMPING = 1e-3;

  /** Red, green and blue of photos rise and fall together. */
  private static final double CHANNEL_CORRELATION = 0.9;

  private InputEstimate() {}

  /** The distribution of each input channel. */
  static TensorDistribution of(
      StepGraph graph, NormStatistics statistics, Preprocessing preprocessing) {
    int channels = graph.graph().inputShape().channels();
    double[] low = new double[channels];
    double[] high = new double[channels];
    double[] middle = new double[channels];
    double[] variance = new double[channels];
    for (int c = 0; c < channels; c++) {
      low[c] = (0 - preprocessing.mean[c]) / preprocessing.std[c];
      high[c] = (1 - preprocessing.mean[c]) / preprocessing.std[c];
      middle[c] = (low[c] + high[c]) / 2;
      variance[c] = (high[c] - low[c]) * (high[c] - low[c]) / 12; // of equally likely pixels
    }
    double[] mean = mean(equations(graph, statistics, middle), middle);
    for (int c = 0; c < channels; c++) {
      mean[c] = Math.min(Math.max(mean[c], low[c]), high[c]);
    }
    double[][] covariance = new double[channels][channels];
    for (int i = 0; i < channels; i++) {
      for (int j = 0; j < channels; j++) {
        covariance[i][j] =
            (i == j ? 1 : CHANNEL_CORRELATION) * Math.sqrt(variance[i] * variance[j]);
      }
    }
    return new TensorDistribution(mean, covariance, StepActivation.NONE, low, high);
  }

  /**
   * One linear equation in the distances from the middle.
   *
   * @param factors of each channel
   * @param value of the sum
   */
  private record Equation(double[] factors, double value) {}

  private static List<Equation> equations(
      StepGraph graph, NormStatistics statistics, double[] middle) {
    List<Equation> equations = new ArrayList<>();
    for (Step step : graph.readers(graph.graph().inputName())) {
      if (!(step instanceof Step.Conv conv)) {
        continue;
      }
      Channels known = statistics.byTensor().get(ownOutput(graph, conv));
      if (known == null) {
        continue;
      }
      double[] atMiddle = AssumedMoments.sumMean(conv.conv(), graph.graph().inputShape(), middle);
      double[][] slopes = slopes(conv.conv(), graph, middle, atMiddle);
      for (int o = 0; o < atMiddle.length; o++) {
        double deviation = known.deviation()[o];
        if (deviation > 0) {
          double[] factors = new double[middle.length];
          for (int c = 0; c < factors.length; c++) {
            factors[c] = slopes[c][o] / deviation;
          }
          equations.add(new Equation(factors, (known.mean()[o] - atMiddle[o]) / deviation));
        }
      }
    }
    return equations;
  }

  private static String ownOutput(StepGraph graph, Step.Conv conv) {
    return graph.graph().nodes().stream()
        .filter(node -> node.name().equals(conv.name()))
        .map(Node::output)
        .findFirst()
        .orElseThrow();
  }

  /** How the sums move with the mean of each channel, [channel][output]. */
  private static double[][] slopes(
      Op.Conv conv, StepGraph graph, double[] middle, double[] atMiddle) {
    double[][] slopes = new double[middle.length][];
    for (int c = 0; c < slopes.length; c++) {
      double[] moved = middle.clone();
      moved[c] += 1;
      slopes[c] = AssumedMoments.sumMean(conv, graph.graph().inputShape(), moved);
      for (int o = 0; o < atMiddle.length; o++) {
        slopes[c][o] -= atMiddle[o];
      }
    }
    return slopes;
  }

  /** Damped least squares. */
  private static double[] mean(List<Equation> equations, double[] middle) {
    int channels = middle.length;
    double[][] normal = new double[channels][channels];
    double[] right = new double[channels];
    double trace = 0;
    for (Equation equation : equations) {
      for (int i = 0; i < channels; i++) {
        right[i] += equation.factors[i] * equation.value;
        trace += equation.factors[i] * equation.factors[i];
        for (int j = 0; j < channels; j++) {
          normal[i][j] += equation.factors[i] * equation.factors[j];
        }
      }
    }
    if (!(trace > 0)) {
      return middle.clone();
    }
    for (int i = 0; i < channels; i++) {
      normal[i][i] += DAMPING * trace / channels;
    }
    RealMatrix matrix = new Array2DRowRealMatrix(normal, false);
    double[] distance =
        new CholeskyDecomposition(matrix, 1e-9, 1e-300)
            .getSolver()
            .solve(new ArrayRealVector(right, false))
            .toArray();
    double[] mean = middle.clone();
    Arrays.setAll(mean, c -> middle[c] + distance[c]);
    return mean;
  }
}

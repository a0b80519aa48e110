package dev.octet.report.witness;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor whose mean and variance in training a batch norm has kept.
 *
 * @param name of the batch norm
 * @param tensor what it normalizes
 * @param norm its statistics
 */
record NormSite(String name, String tensor, Op.BatchNorm norm) {
  /** As far as anything counts; what is not finite is as far. */
  private static final double MOST = 1e6;

  /** All of a network, in order of computation; none where batch norms have been folded. */
  static List<NormSite> of(FloatGraph graph) {
    List<NormSite> sites = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Op.BatchNorm norm && norm.hasStatistics()) {
        sites.add(new NormSite(node.name(), node.input(), norm));
      }
    }
    return List.copyOf(sites);
  }

  int channels() {
    return norm.gamma().length;
  }

  /**
   * Sums over the pixels of one input.
   *
   * @param values HWC
   * @return for each channel the mean of the normalized value, then for each the mean of its square
   */
  double[] moments(float[] values, int pixels) {
    int channels = channels();
    double[] result = new double[2 * channels];
    for (int p = 0; p < pixels; p++) {
      for (int c = 0; c < channels; c++) {
        double centred = values[p * channels + c] - norm.mean()[c];
        result[c] += centred;
        result[channels + c] += centred * centred;
      }
    }
    for (int c = 0; c < channels; c++) {
      double variance = spread(c);
      result[c] /= pixels * Math.sqrt(variance);
      result[channels + c] /= pixels * variance;
    }
    return result;
  }

  /**
   * Median over channels of the divergence of two Gaussians, the one that the inputs give from the
   * one that training gave (docs/arithmetic.md, equation 42).
   *
   * @param moments mean of the normalized value and of its square, as {@link #moments} has them
   */
  double divergence(double[] moments) {
    int channels = channels();
    double[] each = new double[channels];
    for (int c = 0; c < channels; c++) {
      double mean = moments[c];
      double constant = norm.epsilon() / spread(c);
      double variance = Math.max(moments[channels + c] - mean * mean, 0) + constant;
      // A channel that varies no more is at most as far as one with a billionth of the variance.
      variance = Math.max(variance, 1e-9);
      each[c] = capped(0.5 * (variance + mean * mean - 1 - StrictMath.log(variance)));
    }
    return Medians.of(each);
  }

  /**
   * What the choice of inputs alone adds to the divergence: median over channels, to second order.
   *
   * @param inputs moments of each input
   * @param mean their mean
   */
  double sampling(List<double[]> inputs, double[] mean) {
    int channels = channels();
    int count = inputs.size();
    double[] each = new double[channels];
    for (int c = 0; c < channels; c++) {
      double variance = mean[channels + c] - mean[c] * mean[c] + norm.epsilon() / spread(c);
      double ofMean = 0;
      double ofVariance = 0;
      for (double[] input : inputs) {
        double shift = input[c] - mean[c];
        double change = input[channels + c] - mean[channels + c] - 2 * mean[c] * shift;
        ofMean += shift * shift;
        ofVariance += change * change;
      }
      double degrees = (double) count * (count - 1);
      double relative = ofVariance / Math.max(variance * variance, 1e-18);
      each[c] = capped((0.5 * ofMean + 0.25 * relative) / degrees);
    }
    return Medians.of(each);
  }

  private static double capped(double divergence) {
    return divergence < MOST ? divergence : MOST;
  }

  /** Variance and epsilon; never 0. */
  private double spread(int channel) {
    return Math.max(Math.max(norm.variance()[channel], 0) + norm.epsilon(), Float.MIN_NORMAL);
  }
}

package dev.octet.quantizer.datafree;

import dev.octet.model.graph.Op;
import dev.octet.quantizer.weight.PatchCorrelation;
import org.apache.commons.math3.linear.BlockRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * How channels of a tensor vary together at one pixel: symmetric matrices (docs/arithmetic.md,
 * covariances).
 */
final class Covariances {
  private Covariances() {}

  /** The covariance of a convolution's sums. */
  static double[][] ofSums(Op.Conv conv, double[][] input) {
    return conv.groups() == input.length ? depthwise(conv, input) : dense(conv, input);
  }

  private static double[][] depthwise(Op.Conv conv, double[][] input) {
    int taps = conv.weightsPerChannel();
    int outputs = conv.outputChannels();
    int multiplier = outputs / conv.groups();
    double[][] near = PatchCorrelation.of(conv.window());
    double[][] spread = new double[outputs][taps];
    for (int o = 0; o < outputs; o++) {
      for (int t = 0; t < taps; t++) {
        for (int u = 0; u < taps; u++) {
          spread[o][t] += near[t][u] * conv.weights()[o * taps + u];
        }
      }
    }
    double[][] sums = new double[outputs][outputs];
    for (int o = 0; o < outputs; o++) {
      for (int p = 0; p <= o; p++) {
        double product = 0;
        for (int t = 0; t < taps; t++) {
          product += spread[o][t] * conv.weights()[p * taps + t];
        }
        sums[o][p] = product * input[o / multiplier][p / multiplier];
        sums[p][o] = sums[o][p];
      }
    }
    return sums;
  }

  private static double[][] dense(Op.Conv conv, double[][] input) {
    int channels = input.length;
    int perGroup = channels / conv.groups();
    int taps = conv.weightsPerChannel() / perGroup;
    int outputs = conv.outputChannels();
    double[][] near = PatchCorrelation.of(conv.window());
    double[][] weights = new double[outputs][taps * channels];
    for (int o = 0; o < outputs; o++) {
      int first = o / (outputs / conv.groups()) * perGroup;
      for (int k = 0; k < taps * perGroup; k++) {
        weights[o][k / perGroup * channels + first + k % perGroup] =
            conv.weights()[o * taps * perGroup + k];
      }
    }
    double[][] patch = new double[taps * channels][taps * channels];
    for (int i = 0; i < patch.length; i++) {
      for (int j = 0; j < patch.length; j++) {
        patch[i][j] = near[i / channels][j / channels] * input[i % channels][j % channels];
      }
    }
    RealMatrix w = new BlockRealMatrix(weights);
    return w.multiply(new BlockRealMatrix(patch)).multiply(w.transpose()).getData();
  }

  /** Multiplies rows and columns so that the diagonal becomes the given variances. */
  static void setVariances(double[][] covariance, double[] variance) {
    double[] factor = new double[variance.length];
    for (int c = 0; c < factor.length; c++) {
      factor[c] = covariance[c][c] > 0 ? Math.sqrt(variance[c] / covariance[c][c]) : 0;
    }
    scale(covariance, factor, variance);
  }

  /** Multiplies rows and columns, and puts the given variances on the diagonal. */
  static void scale(double[][] covariance, double[] factor, double[] variance) {
    for (int i = 0; i < factor.length; i++) {
      for (int j = 0; j < factor.length; j++) {
        covariance[i][j] = i == j ? variance[i] : covariance[i][j] * factor[i] * factor[j];
      }
    }
  }

  static double[] variances(double[][] covariance) {
    double[] variance = new double[covariance.length];
    for (int c = 0; c < variance.length; c++) {
      variance[c] = Math.max(covariance[c][c], 0);
    }
    return variance;
  }

  static double[][] sum(double[][] a, double[][] b) {
    double[][] sum = new double[a.length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a.length; j++) {
        sum[i][j] = a[i][j] + b[i][j];
      }
    }
    return sum;
  }
}

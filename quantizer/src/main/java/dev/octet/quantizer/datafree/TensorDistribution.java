package dev.octet.quantizer.datafree;

import dev.octet.model.graph.Op;
import dev.octet.quantizer.range.ChannelHistogram;
import dev.octet.quantizer.step.StepActivation;
import java.util.Arrays;
import java.util.List;

/**
 * What is assumed of a tensor: an activation of normally distributed values, between bounds
 * (docs/arithmetic.md, Gaussian moments).
 *
 * @param center mean of each channel before the activation
 * @param before covariance of the channels before the activation
 * @param activation what happens to them
 * @param low lower bound of each channel
 * @param high upper bound of each channel
 */
record TensorDistribution(
    double[] center, double[][] before, StepActivation activation, double[] low, double[] high) {
  /**
   * How many standard deviations a channel may reach (Nagel et al. 2019 take 6): trained channels
   * have longer tails than the normal distribution, and clipping costs more than rounding.
   */
  static final double REACH = 8;

  private static final StepActivation RELU =
      new StepActivation(false, 1, 0, 0, Double.POSITIVE_INFINITY);

  private static final int POINTS = 512;
  private static final int TOTAL = 1 << 20;

  /** An activation of a normal distribution, as far as {@link #REACH}. */
  static TensorDistribution of(double[] center, double[][] before, StepActivation activation) {
    int channels = center.length;
    double[] low = new double[channels];
    double[] high = new double[channels];
    for (int c = 0; c < channels; c++) {
      double reach = REACH * Math.sqrt(before[c][c]);
      double first = activation.apply(center[c] - reach);
      double last = activation.apply(center[c] + reach);
      low[c] = Math.min(first, last);
      high[c] = Math.max(first, last);
      if (activation.hardSwish() && center[c] - reach < -1.5) {
        low[c] = Math.min(last, StepActivation.HARD_SWISH_MINIMUM);
      }
    }
    return new TensorDistribution(center, before, activation, low, high);
  }

  int channels() {
    return center.length;
  }

  private GaussianMoments[] moments() {
    GaussianMoments[] moments = new GaussianMoments[channels()];
    Arrays.setAll(moments, c -> GaussianMoments.of(activation, center[c], Math.sqrt(before[c][c])));
    return moments;
  }

  /** Mean of each channel. */
  double[] mean() {
    return Arrays.stream(moments()).mapToDouble(GaussianMoments::mean).toArray();
  }

  /** Covariance of the channels, to first order in the correlations. */
  double[][] covariance() {
    GaussianMoments[] moments = moments();
    double[][] covariance = copy(before);
    Covariances.scale(
        covariance,
        Arrays.stream(moments).mapToDouble(GaussianMoments::slope).toArray(),
        Arrays.stream(moments).mapToDouble(GaussianMoments::variance).toArray());
    return covariance;
  }

  private static double[][] copy(double[][] matrix) {
    return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
  }

  /** The activation of the sum of this and an independent tensor. */
  TensorDistribution plus(TensorDistribution other, StepActivation outer) {
    double[] sum = mean();
    double[] otherMean = other.mean();
    Arrays.setAll(sum, c -> sum[c] + otherMean[c]);
    return of(sum, Covariances.sum(covariance(), other.covariance()), outer);
  }

  /** The activation of the product of this map and an independent gate. */
  TensorDistribution times(TensorDistribution gate, StepActivation outer) {
    double[] mean = mean();
    double[] gateMean = gate.mean();
    double[] gateVariance = Covariances.variances(gate.covariance());
    double[][] covariance = covariance();
    double[] variance = new double[mean.length];
    double[] from = new double[mean.length];
    double[] to = new double[mean.length];
    for (int c = 0; c < mean.length; c++) {
      double open = Math.min(gateMean[c] + REACH * Math.sqrt(gateVariance[c]), gate.high[c]);
      from[c] = Math.min(low[c] * open, 0);
      to[c] = Math.max(high[c] * open, 0);
      double square =
          (covariance[c][c] + mean[c] * mean[c]) * (gateVariance[c] + gateMean[c] * gateMean[c]);
      mean[c] *= gateMean[c];
      variance[c] = Math.max(square - mean[c] * mean[c], 0);
    }
    Covariances.scale(covariance, gateMean, variance);
    return outer.isNone()
        ? new TensorDistribution(mean, covariance, outer, from, to)
        : of(mean, covariance, outer);
  }

  /**
   * The activation of the mean over a picture.
   *
   * @param share variance of that mean, relative to the variance of a pixel
   */
  TensorDistribution averaged(double share, StepActivation outer) {
    double[][] covariance = covariance();
    for (double[] row : covariance) {
      Arrays.setAll(row, c -> row[c] * share);
    }
    TensorDistribution normal = of(mean(), covariance, outer);
    if (outer.isNone()) {
      for (int c = 0; c < channels(); c++) {
        normal.low[c] = Math.max(normal.low[c], low[c]);
        normal.high[c] = Math.min(normal.high[c], high[c]);
      }
    }
    return normal;
  }

  /**
   * LeakyReLU, {@code slope * x + (1 - slope) * relu(x)}, as a normal distribution of the same
   * moments between the same bounds.
   */
  TensorDistribution leaky(double... slopes) {
    double[] mean = mean();
    double[][] covariance = covariance();
    double[] variance = new double[mean.length];
    double[] factor = new double[mean.length];
    double[] from = new double[mean.length];
    double[] to = new double[mean.length];
    for (int c = 0; c < mean.length; c++) {
      double slope = slopes[c];
      double rest = 1 - slope;
      double own = covariance[c][c];
      GaussianMoments relu = GaussianMoments.of(RELU, mean[c], Math.sqrt(own));
      double first = low[c] < 0 ? slope * low[c] : low[c];
      double last = high[c] < 0 ? slope * high[c] : high[c];
      from[c] = Math.min(Math.min(first, last), Math.max(low[c], 0));
      to[c] = Math.max(first, last);
      mean[c] = slope * mean[c] + rest * relu.mean();
      factor[c] = slope + rest * relu.slope();
      variance[c] =
          slope * slope * own
              + rest * rest * relu.variance()
              + 2 * slope * rest * relu.slope() * own;
    }
    Covariances.scale(covariance, factor, variance);
    return new TensorDistribution(mean, covariance, StepActivation.NONE, from, to);
  }

  /** A function of normally distributed values, as a normal distribution of the same moments. */
  TensorDistribution curve(Op.Unary op) {
    double[] mean = mean();
    double[][] covariance = covariance();
    double[] variance = new double[mean.length];
    double[] slope = new double[mean.length];
    double[] from = new double[mean.length];
    double[] to = new double[mean.length];
    double step = 2 * REACH / POINTS;
    for (int c = 0; c < mean.length; c++) {
      double deviation = Math.sqrt(covariance[c][c]);
      double sum = 0;
      double square = 0;
      double product = 0;
      from[c] = Double.POSITIVE_INFINITY;
      to[c] = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < POINTS; i++) {
        double z = -REACH + (i + 0.5) * step;
        double share = StrictMath.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * step;
        double x = Math.min(Math.max(mean[c] + deviation * z, low[c]), high[c]);
        double value = op.function().apply(x, op.parameter());
        from[c] = Math.min(from[c], value);
        to[c] = Math.max(to[c], value);
        sum += share * value;
        square += share * value * value;
        product += share * value * z;
      }
      mean[c] = sum;
      variance[c] = Math.max(square - sum * sum, 0);
      slope[c] = deviation > 0 ? product / deviation : 0;
    }
    Covariances.scale(covariance, slope, variance);
    return new TensorDistribution(mean, covariance, StepActivation.NONE, from, to);
  }

  /** Channels by number; a number past the last begins again, one below 0 stands for nothing. */
  TensorDistribution selected(int[] source) {
    double[] oldMean = mean();
    double[][] oldCovariance = covariance();
    int channels = source.length;
    double[] mean = new double[channels];
    double[][] covariance = new double[channels][channels];
    double[] from = new double[channels];
    double[] to = new double[channels];
    for (int c = 0; c < channels; c++) {
      int own = source[c] % channels();
      if (own < 0) {
        continue;
      }
      mean[c] = oldMean[own];
      from[c] = low[own];
      to[c] = high[own];
      for (int other = 0; other < channels; other++) {
        if (source[other] >= 0) {
          covariance[c][other] = oldCovariance[own][source[other] % channels()];
        }
      }
    }
    return new TensorDistribution(mean, covariance, StepActivation.NONE, from, to);
  }

  /** The channels of independent tensors, one after another. */
  static TensorDistribution joined(List<TensorDistribution> parts) {
    int channels = parts.stream().mapToInt(TensorDistribution::channels).sum();
    double[] mean = new double[channels];
    double[][] covariance = new double[channels][channels];
    double[] low = new double[channels];
    double[] high = new double[channels];
    int at = 0;
    for (TensorDistribution part : parts) {
      int count = part.channels();
      System.arraycopy(part.mean(), 0, mean, at, count);
      System.arraycopy(part.low, 0, low, at, count);
      System.arraycopy(part.high, 0, high, at, count);
      double[][] own = part.covariance();
      for (int c = 0; c < count; c++) {
        System.arraycopy(own[c], 0, covariance[at + c], at, count);
      }
      at += count;
    }
    return new TensorDistribution(mean, covariance, StepActivation.NONE, low, high);
  }

  /** The distribution as a histogram between the bounds. */
  ChannelHistogram histogram() {
    float[] from = new float[channels()];
    float[] to = new float[channels()];
    for (int c = 0; c < from.length; c++) {
      from[c] = (float) low[c];
      to[c] = (float) high[c];
    }
    ChannelHistogram histogram = new ChannelHistogram(from, to);
    double step = 2 * REACH / POINTS;
    for (int i = 0; i < POINTS; i++) {
      double z = -REACH + (i + 0.5) * step;
      double density = StrictMath.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
      int count = (int) Math.rint(TOTAL * density * step);
      for (int c = 0; c < from.length; c++) {
        histogram.add(c, activation.apply(center[c] + Math.sqrt(before[c][c]) * z), count);
      }
    }
    return histogram;
  }
}

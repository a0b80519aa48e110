package dev.octet.quantizer.weight;

import dev.octet.model.graph.Op;
import dev.octet.quantizer.range.TensorQuantization;

/**
 * One output channel's weights, with the input's scales folded in, and the search for their scale
 * (docs/arithmetic.md, equation 25).
 */
final class OutputChannel {
  private static final int LIMIT = WeightQuantizer.LIMIT;

  /**
   * Candidate scales, as shares of the one that just covers the largest weight. Short filters gain
   * most from many of them: with nine weights, some scale lets all of them fall near whole numbers
   * in the directions that their inputs have.
   */
  private static final double SMALLEST_SHARE = 0.9;

  private static final double LARGEST_SHARE = 1.3;
  private static final int MOST_CANDIDATES = 256;

  /** Work for one channel, in products of compensated rounding; half of them are needed. */
  private static final long WORK = 300_000;

  /** With fewer, candidates are judged by rounding to nearest. */
  private static final int LEAST_CANDIDATES = 4;

  private static final int NEAREST_CANDIDATES = 16;
  private static final double NEAREST_STEP = 0.02;

  private final double[] scaled;
  private final double[] zeroPoint;
  private final int offset;
  private final double smallestScale;

  OutputChannel(Op.Conv conv, TensorQuantization input, int group, int output) {
    int length = conv.weightsPerChannel();
    int channelsPerGroup = input.channels() / conv.groups();
    scaled = new double[length];
    zeroPoint = new double[length];
    offset = output * length;
    for (int k = 0; k < length; k++) {
      int c = group * channelsPerGroup + k % channelsPerGroup;
      scaled[k] = conv.weights()[offset + k] * input.scale()[c];
      zeroPoint[k] = input.zeroPoint()[c];
    }
    // a dead channel: its scale must still let the bias fit 32 bits
    smallestScale = Math.max(Math.abs(conv.bias()[output]) * 0x1p-30, 0x1p-100);
  }

  /**
   * The scale whose rounded weights have the least output error.
   *
   * @param second moment of the inputs, lower triangle, or null if it is not known
   * @param rounding how the weights will be rounded, or null if to nearest
   */
  double scale(double[][] second, ErrorCompensatedRounding rounding) {
    double largest = 0;
    for (double w : scaled) {
      largest = Math.max(largest, Math.abs(w));
    }
    double full = largest / LIMIT;
    if (second == null || full <= smallestScale) {
      return Math.max(full, smallestScale);
    }
    int affordable = (int) Math.min(MOST_CANDIDATES, WORK / ((long) scaled.length * scaled.length));
    double found =
        rounding != null && affordable >= LEAST_CANDIDATES
            ? compensatedScale(full, rounding, affordable)
            : nearestScale(full, second);
    return Math.max(found, smallestScale);
  }

  private double compensatedScale(double full, ErrorCompensatedRounding rounding, int candidates) {
    byte[] ignored = new byte[scaled.length];
    double best = full;
    double leastError = Double.POSITIVE_INFINITY;
    for (int i = 0; i < candidates; i++) {
      double share = LARGEST_SHARE - (LARGEST_SHARE - SMALLEST_SHARE) * i / (candidates - 1);
      double candidate = full * share;
      double error = rounding.round(steps(candidate), LIMIT, ignored, 0) * candidate * candidate;
      if (error < leastError) {
        leastError = error;
        best = candidate;
      }
    }
    return best;
  }

  private double nearestScale(double full, double[][] second) {
    double best = full;
    double leastError = Double.POSITIVE_INFINITY;
    for (int i = 0; i < NEAREST_CANDIDATES; i++) {
      double candidate = full * (1 - i * NEAREST_STEP);
      double error = 0;
      for (int k = 0; k < scaled.length; k++) {
        double w = scaled[k] / candidate;
        double e = (w - Math.min(Math.max(Math.rint(w), -LIMIT), LIMIT)) * candidate;
        error += e * e * second[k][k];
      }
      if (error < leastError) {
        leastError = error;
        best = candidate;
      }
    }
    return best;
  }

  private double[] steps(double scale) {
    double[] steps = new double[scaled.length];
    for (int k = 0; k < steps.length; k++) {
      steps[k] = scaled[k] / scale;
    }
    return steps;
  }

  /**
   * Rounds the weights into their place.
   *
   * @param rounding or null for rounding to nearest
   */
  void round(double scale, ErrorCompensatedRounding rounding, byte[] weights) {
    double[] steps = steps(scale);
    if (rounding != null) {
      rounding.round(steps, LIMIT, weights, offset);
      return;
    }
    for (int k = 0; k < steps.length; k++) {
      weights[offset + k] = (byte) Math.min(Math.max(Math.rint(steps[k]), -LIMIT), LIMIT);
    }
  }

  double dot(byte[] weights, double[] patch) {
    double sum = 0;
    for (int k = 0; k < patch.length; k++) {
      sum += weights[offset + k] * patch[k];
    }
    return sum;
  }

  double dotZeroPoints(byte[] weights) {
    return dot(weights, zeroPoint);
  }

  double magnitude(byte[] weights) {
    double sum = 0;
    for (int k = 0; k < scaled.length; k++) {
      sum += Math.abs(weights[offset + k]);
    }
    return sum;
  }
}

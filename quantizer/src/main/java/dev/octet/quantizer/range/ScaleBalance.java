package dev.octet.quantizer.range;

import dev.octet.model.graph.Op;
import dev.octet.quantizer.step.Step;
import dev.octet.quantizer.step.StepGraph;
import java.util.ArrayList;
import java.util.List;

/**
 * Shares the difficulty of quantization between a tensor and the dense convolutions that read it
 * (docs/arithmetic.md, scale balance). With one scale per channel the tensor is exact but each row
 * of weights must span all scales; with one scale for all channels it is the other way round.
 * Between them {@code S_c = max(S) * (s_c / max(S))^alpha} for the {@code alpha} with the least
 * expected noise at the outputs. Nothing is changed in the float network, so clamps and hard-swish
 * need no care.
 */
final class ScaleBalance {
  private static final int STEPS = 8;

  /** Share of the weights' rounding noise that compensation and bias correction leave. */
  private static final double WEIGHT_NOISE_LEFT = 0.5;

  private final List<Op.Conv> dense = new ArrayList<>();
  private int others;

  ScaleBalance(StepGraph graph, String tensor) {
    for (Step step : graph.readers(tensor)) {
      if (step instanceof Step.Conv conv && conv.source().equals(tensor)) {
        if (!graph.isDepthwise(conv)) {
          dense.add(conv.conv());
        }
      } else {
        others++;
      }
    }
  }

  /** Whether nothing stands in the way of one scale per channel. */
  boolean isFree() {
    return dense.isEmpty();
  }

  /**
   * Scales with the least expected noise.
   *
   * @param scale the scale each channel would have by itself
   * @param variance of each channel's real values
   */
  double[] balance(double[] scale, double[] variance) {
    double[] gain = gains(scale.length);
    double[] best = scale;
    double leastNoise = Double.POSITIVE_INFINITY;
    for (int i = 0; i <= STEPS; i++) {
      double[] candidate = blend(scale, (double) i / STEPS);
      double noise = activationNoise(candidate, gain) + weightNoise(candidate, variance);
      if (noise < leastNoise) {
        leastNoise = noise;
        best = candidate;
      }
    }
    return best;
  }

  static double[] blend(double[] scale, double alpha) {
    double largest = largest(scale);
    double[] blended = new double[scale.length];
    for (int c = 0; c < scale.length; c++) {
      blended[c] = largest * StrictMath.pow(scale[c] / largest, alpha);
    }
    return blended;
  }

  /** The largest scale. */
  static double largest(double[] scale) {
    double largest = 0;
    for (double s : scale) {
      largest = Math.max(largest, s);
    }
    return largest;
  }

  /** What noise of power 1 in each channel becomes at all outputs together. */
  private double[] gains(int channels) {
    double[] gain = new double[channels];
    double total = 0;
    for (Op.Conv conv : dense) {
      int perGroup = channels / conv.groups();
      int outputsPerGroup = conv.outputChannels() / conv.groups();
      for (int i = 0; i < conv.weights().length; i++) {
        int group = i / conv.weightsPerChannel() / outputsPerGroup;
        double w = conv.weights()[i];
        gain[group * perGroup + i % perGroup] += w * w;
        total += w * w;
      }
    }
    for (int c = 0; c < channels; c++) {
      gain[c] += others * total / channels;
    }
    return gain;
  }

  private static double activationNoise(double[] scale, double[] gain) {
    double noise = 0;
    for (int c = 0; c < scale.length; c++) {
      noise += gain[c] * scale[c] * scale[c] / 12;
    }
    return noise;
  }

  private double weightNoise(double[] scale, double[] variance) {
    double noise = 0;
    for (Op.Conv conv : dense) {
      int length = conv.weightsPerChannel();
      int perGroup = scale.length / conv.groups();
      int outputsPerGroup = conv.outputChannels() / conv.groups();
      for (int o = 0; o < conv.outputChannels(); o++) {
        int first = o / outputsPerGroup * perGroup;
        double largest = 0;
        double input = 0;
        for (int k = 0; k < length; k++) {
          int c = first + k % perGroup;
          largest = Math.max(largest, Math.abs(conv.weights()[o * length + k]) * scale[c]);
          input += variance[c] / (scale[c] * scale[c]);
        }
        double step = largest / 127;
        noise += step * step / 12 * input;
      }
    }
    return noise * WEIGHT_NOISE_LEFT;
  }
}

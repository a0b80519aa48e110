package dev.octet.quantizer.range;

import dev.octet.calibration.input.Inputs;
import dev.octet.model.graph.Shape;
import dev.octet.quantizer.simulate.FloatPass;
import dev.octet.quantizer.simulate.Run;
import dev.octet.quantizer.step.Step;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the float network does with the calibration inputs: a histogram of every channel of every
 * tensor between steps, the means of every convolution's sum, and the logits.
 *
 * @param histograms by tensor name
 * @param sumMeans mean of each channel of the pre-activation tensors of convolutions, by tensor
 *     name
 * @param logits of each input, in order
 */
public record ActivationStatistics(
    Map<String, ChannelHistogram> histograms, Map<String, double[]> sumMeans, float[][] logits) {

  /**
   * Collects statistics in two runs over the inputs: bounds first, then histograms between them.
   *
   * @param graph the network
   * @param inputs the calibration inputs as float tensors, HWC
   * @param tuned how many of them, the first ones, the weights are tuned on: means are over these
   * @param run the threads, and who hears of the progress
   * @throws OctetException (INPUT) naming a tensor that is infinite or not a number
   */
  public static ActivationStatistics collect(StepGraph graph, Inputs inputs, int tuned, Run run) {
    FloatPass pass = new FloatPass(graph.graph(), inputs, run);
    Set<String> between = new HashSet<>(graph.tensors());
    Map<String, Bounds> bounds = new HashMap<>();
    between.forEach(tensor -> bounds.put(tensor, new Bounds(graph.shape(tensor).channels())));
    pass.run(
        "measuring ranges",
        between,
        (i, name, shape, values) -> bounds.get(name).add(values, shape));

    graph.tensors().forEach(name -> requireFinite(name, bounds.get(name).isFinite()));
    Map<String, ChannelHistogram> histograms = new HashMap<>();
    bounds.forEach((name, b) -> histograms.put(name, new ChannelHistogram(b.low, b.high)));
    Set<String> sums = new HashSet<>();
    for (Step step : graph.steps()) {
      if (step instanceof Step.Conv conv) {
        sums.add(conv.preActivation());
      }
    }
    Set<String> visited = new HashSet<>(between);
    visited.addAll(sums);
    float[][] logits = new float[inputs.count()][graph.graph().answerElements()];
    Map<String, double[][]> imageSums = new HashMap<>();
    sums.forEach(name -> imageSums.put(name, new double[tuned][]));
    pass.run(
        "filling histograms",
        visited,
        (i, name, shape, values) -> {
          if (histograms.containsKey(name)) {
            histograms.get(name).add(values, shape.pixels());
          }
          if (i < tuned && imageSums.containsKey(name)) {
            imageSums.get(name)[i] = channelMeans(values, shape);
          }
          graph.graph().fill(logits[i], name, values);
        });
    Map<String, double[]> sumMeans = new HashMap<>();
    imageSums.forEach((name, perImage) -> sumMeans.put(name, mean(perImage)));
    for (Step step : graph.steps()) {
      if (step instanceof Step.Conv conv) {
        double[] mean = sumMeans.get(conv.preActivation());
        requireFinite(conv.preActivation(), Arrays.stream(mean).allMatch(Double::isFinite));
      }
    }
    return new ActivationStatistics(histograms, sumMeans, logits);
  }

  private static void requireFinite(String tensor, boolean finite) {
    if (!finite) {
      throw new OctetException(
          Failure.INPUT,
          "the float network's outputs have values that are infinite or not a number",
          "tensor '" + tensor + "'",
          "check the model's weights and that the inputs are preprocessed as in training");
    }
  }

  private static double[] channelMeans(float[] values, Shape shape) {
    double[] sum = new double[shape.channels()];
    for (int p = 0, i = 0; p < shape.pixels(); p++) {
      for (int c = 0; c < sum.length; c++, i++) {
        sum[c] += values[i];
      }
    }
    for (int c = 0; c < sum.length; c++) {
      sum[c] /= shape.pixels();
    }
    return sum;
  }

  private static double[] mean(double[][] perImage) {
    double[] mean = new double[perImage[0].length];
    for (double[] image : perImage) {
      for (int c = 0; c < mean.length; c++) {
        mean[c] += image[c];
      }
    }
    for (int c = 0; c < mean.length; c++) {
      mean[c] /= perImage.length;
    }
    return mean;
  }

  /** Smallest and largest value of each channel. */
  private static final class Bounds {
    final float[] low;
    final float[] high;

    Bounds(int channels) {
      low = new float[channels];
      high = new float[channels];
      Arrays.fill(low, Float.POSITIVE_INFINITY);
      Arrays.fill(high, Float.NEGATIVE_INFINITY);
    }

    boolean isFinite() {
      for (int c = 0; c < low.length; c++) {
        if (!Float.isFinite(low[c]) || !Float.isFinite(high[c])) {
          return false;
        }
      }
      return true;
    }

    synchronized void add(float[] values, Shape shape) {
      for (int p = 0, i = 0; p < shape.pixels(); p++) {
        for (int c = 0; c < low.length; c++, i++) {
          low[c] = Math.min(low[c], values[i]);
          high[c] = Math.max(high[c], values[i]);
        }
      }
    }
  }
}

package dev.octet.quantizer.range;

import dev.octet.calibration.input.Inputs;
import dev.octet.quantizer.step.Step;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.Preprocessing;
import java.util.Optional;

/**
 * Quantization of the network's input (docs/arithmetic.md, input table). Where only convolutions
 * read it, each channel has a scale of its own and a fractional zero point, so that a photo's
 * pixels pass without any loss: element = pixel - 128.
 */
public final class InputQuantization {
  private static final int LEVELS = 255;

  private InputQuantization() {}

  /** Quantization for photos that go through the given preprocessing. */
  public static TensorQuantization ofPhotos(StepGraph graph, Preprocessing preprocessing) {
    int channels = graph.graph().inputShape().channels();
    double[] low = new double[channels];
    double[] high = new double[channels];
    for (int c = 0; c < channels; c++) {
      low[c] = (0 - preprocessing.mean[c]) / preprocessing.std[c];
      high[c] = (1 - preprocessing.mean[c]) / preprocessing.std[c];
    }
    return ofRanges(graph, low, high);
  }

  /**
   * Quantization for ready tensors, from the range of the calibration data. A channel that was made
   * of 8-bit pixels gets their distance as its scale, and the values not seen are shared between
   * both ends.
   *
   * @param data bounds of the input's channels
   * @param inputs the calibration inputs
   */
  public static TensorQuantization ofTensors(
      StepGraph graph, ChannelHistogram data, Inputs inputs) {
    double[] low = new double[data.channels()];
    double[] high = new double[data.channels()];
    for (int c = 0; c < low.length; c++) {
      low[c] = data.low(c);
      high[c] = data.high(c);
    }
    if (onlyConvolutionsRead(graph)) {
      double[] steps = PixelGrid.steps(inputs, low, high);
      for (int c = 0; c < low.length; c++) {
        if (steps[c] > 0) {
          long unseen = LEVELS - Math.round((high[c] - low[c]) / steps[c]);
          long below = unseen / 2;
          low[c] -= below * steps[c];
          high[c] += (unseen - below) * steps[c];
        }
      }
    }
    return ofRanges(graph, low, high);
  }

  private static TensorQuantization ofRanges(StepGraph graph, double[] low, double[] high) {
    int channels = low.length;
    double lowest = 0;
    double highest = 0;
    for (int c = 0; c < channels; c++) {
      lowest = Math.min(lowest, low[c]);
      highest = Math.max(highest, high[c]);
    }
    if (!onlyConvolutionsRead(graph) || lowest == highest) {
      return TensorQuantization.ofRange(ElementType.INT8, lowest, highest, channels);
    }
    double[] scale = new double[channels];
    double[] zeroPoint = new double[channels];
    for (int c = 0; c < channels; c++) {
      double width = high[c] - low[c];
      scale[c] = (width > 0 ? width : highest - lowest) / LEVELS;
      zeroPoint[c] = ElementType.INT8.min() - low[c] / scale[c];
    }
    return new TensorQuantization(ElementType.INT8, scale, zeroPoint);
  }

  private static boolean onlyConvolutionsRead(StepGraph graph) {
    String input = graph.graph().inputName();
    return !graph.graph().heads().contains(input)
        && graph.readers(input).stream()
            .allMatch(
                step ->
                    step instanceof Step.Conv conv && !conv.residual().equals(Optional.of(input)));
  }
}

package dev.octet.quantizer.range;

import dev.octet.quantizer.step.Step;
import dev.octet.quantizer.step.StepGraph;
import java.util.List;

/**
 * Room for values to come in tensors of which only means over all pixels are read
 * (docs/arithmetic.md, equation 20). Rounding noise nearly vanishes in the mean, but what a picture
 * loses to clipping stays in it: a channel that was quiet during calibration and answers to the
 * next picture several times as loudly.
 */
final class PooledRoom {
  /** The mean's share of the noise that the tensor's own scale would leave in a single pixel. */
  private static final double NOISE_LEFT = 1.0 / 16;

  private PooledRoom() {}

  /** Whether nothing but global average pools reads a tensor. */
  static boolean appliesTo(StepGraph graph, String tensor) {
    List<Step> readers = graph.readers(tensor);
    return !readers.isEmpty()
        && readers.stream().allMatch(Step.GlobalAveragePool.class::isInstance);
  }

  /**
   * Raises scales, none above the largest of them.
   *
   * @param scale one per channel, positive
   * @param pixels how many of each channel are averaged
   */
  static double[] widen(double[] scale, int pixels) {
    double largest = ScaleBalance.largest(scale);
    double growth = Math.max(Math.sqrt(NOISE_LEFT * pixels), 1);
    double[] widened = new double[scale.length];
    for (int c = 0; c < scale.length; c++) {
      widened[c] = Math.min(scale[c] * growth, largest);
    }
    return widened;
  }
}

package dev.octet.quantizer.weight;

import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.parallel.Parallel;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.simulate.ActivationStore;

/**
 * First and second moments of a convolution's quantized input patches, in units of the input's
 * steps (elements minus zero point), groups apart (docs/arithmetic.md, equations 25 and 26). All
 * sums are of whole numbers below 2^53, so any order gives the same result.
 */
public final class InputMoments {
  private final int length;
  private final double[][] mean;
  private final PatchSums samples;

  private InputMoments(int length, double[][] mean, PatchSums samples) {
    this.length = length;
    this.mean = mean;
    this.samples = samples;
  }

  /** Moments that are known otherwise, the second ones about the mean. */
  InputMoments(int length, double[][] mean, double[][][] second) {
    this(length, mean, new PatchSums(length, second));
  }

  /** Elements of a patch. */
  public int length() {
    return length;
  }

  /** Mean patch of a group over all pictures and output pixels. */
  public double[] mean(int group) {
    return mean[group];
  }

  /**
   * Lower triangle of the sum of outer products of a group's patches, over evenly spread output
   * pixels.
   */
  public double[][] second(int group) {
    return samples.second(group);
  }

  /**
   * The same about the sampled patches' mean: what counts where the bias makes up for the mean
   * error.
   */
  public double[][] centered(int group) {
    return samples.centered(group);
  }

  /**
   * Collects the moments.
   *
   * @param conv the convolution
   * @param shape its input's shape
   * @param tensor its input's name in the store
   * @param quantization its input's quantization
   */
  public static InputMoments collect(
      Op.Conv conv,
      Shape shape,
      String tensor,
      TensorQuantization quantization,
      ActivationStore store,
      Parallel parallel) {
    PatchLayout layout = new PatchLayout(conv, shape);
    int[] zeroPoint = quantization.zeroPoints();
    double[][] mean = means(layout, tensor, zeroPoint, store, parallel);
    PatchSums samples = new PatchSums(layout.groups, layout.length);
    PatchSums.gather(
        layout,
        PatchPositions.of(layout, store.images()),
        tensor,
        zeroPoint,
        store,
        parallel,
        (first, patches) -> samples.add(patches, parallel));
    for (int g = 0; g < layout.groups; g++) {
      for (int k = 0; k < layout.length; k++) {
        int c = layout.channel(g, k);
        mean[g][k] += zeroPoint[c] - quantization.zeroPoint()[c];
      }
    }
    return new InputMoments(layout.length, mean, samples);
  }

  private static double[][] means(
      PatchLayout layout,
      String tensor,
      int[] zeroPoint,
      ActivationStore store,
      Parallel parallel) {
    int channels = zeroPoint.length;
    long[][] sums = new long[store.images()][layout.taps() * channels];
    parallel.each(store.images(), image -> layout.addTaps(store.get(tensor, image), sums[image]));
    long[] inside = layout.inside();
    double count = (double) store.images() * layout.outputPixels;
    double[][] mean = new double[layout.groups][layout.length];
    for (int g = 0; g < layout.groups; g++) {
      for (int k = 0; k < layout.length; k++) {
        int tap = k / layout.channelsPerGroup;
        int c = layout.channel(g, k);
        long sum = -store.images() * inside[tap] * zeroPoint[c];
        for (long[] image : sums) {
          sum += image[tap * channels + c];
        }
        mean[g][k] = sum / count;
      }
    }
    return mean;
  }
}

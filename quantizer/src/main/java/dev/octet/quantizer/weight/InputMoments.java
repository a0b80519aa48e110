package dev.octet.quantizer.weight;

import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.simulate.ActivationStore;
import dev.octet.quantizer.simulate.Workers;

/**
 * First and second moments of a convolution's quantized input patches, in units of the input's
 * steps (elements minus zero point), groups apart (docs/arithmetic.md, equations 16 and 17). All
 * sums are of whole numbers below 2^53, so any order gives the same result.
 */
public final class InputMoments {
  private static final int MIN_SAMPLES = 4096;
  private static final int SAMPLES_PER_ELEMENT = 6;
  private static final int BLOCK = 64;

  /** Patches in memory at a time. */
  private static final int CHUNK = 1024;

  private final int length;
  private final double[][] mean;
  private final Samples samples;

  private InputMoments(int length, double[][] mean, Samples samples) {
    this.length = length;
    this.mean = mean;
    this.samples = samples;
  }

  /** Moments that are known otherwise, the second ones about the mean. */
  InputMoments(int length, double[][] mean, double[][][] second) {
    this(length, mean, new Samples(1, new double[mean.length][length], second));
  }

  /** Sums over sampled patches of each group: of the elements, and of their products. */
  private record Samples(int count, double[][] sum, double[][][] second) {}

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
    return samples.second[group];
  }

  /**
   * The same about the sampled patches' mean: what counts where the bias makes up for the mean
   * error.
   */
  public double[][] centered(int group) {
    double[] sum = samples.sum[group];
    double[][] second = samples.second[group];
    double[][] centered = new double[length][];
    for (int i = 0; i < length; i++) {
      centered[i] = second[i].clone();
      for (int j = 0; j <= i; j++) {
        centered[i][j] -= sum[i] / samples.count * sum[j];
      }
    }
    return centered;
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
      Workers workers) {
    PatchLayout layout = new PatchLayout(conv, shape);
    int[] zeroPoint = quantization.zeroPoints();
    double[][] mean = means(layout, shape, conv, tensor, zeroPoint, store, workers);
    Samples samples = sample(layout, tensor, zeroPoint, store, workers);
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
      Shape shape,
      Op.Conv conv,
      String tensor,
      int[] zeroPoint,
      ActivationStore store,
      Workers workers) {
    boolean pointwise = conv.window().isPointwise();
    long[][] sums = new long[store.images()][];
    workers.each(
        store.images(),
        image -> {
          Object elements = store.get(tensor, image);
          int[] values = new int[layout.groups * layout.length];
          long[] sum = new long[values.length];
          for (int pixel = 0; pixel < layout.outputPixels; pixel++) {
            if (pointwise) {
              ActivationStore.widen(elements, pixel * shape.channels(), values.length, values);
            } else {
              layout.gather(elements, zeroPoint, pixel, values);
            }
            for (int i = 0; i < values.length; i++) {
              sum[i] += values[i];
            }
          }
          sums[image] = sum;
        });
    double count = (double) store.images() * layout.outputPixels;
    double[][] mean = new double[layout.groups][layout.length];
    for (int g = 0; g < layout.groups; g++) {
      for (int k = 0; k < layout.length; k++) {
        long sum = 0;
        for (long[] image : sums) {
          sum += image[g * layout.length + k];
        }
        mean[g][k] = sum / count - (pointwise ? zeroPoint[layout.channel(g, k)] : 0);
      }
    }
    return mean;
  }

  private static Samples sample(
      PatchLayout layout, String tensor, int[] zeroPoint, ActivationStore store, Workers workers) {
    long positions = (long) store.images() * layout.outputPixels;
    long wanted = Math.max(MIN_SAMPLES, (long) SAMPLES_PER_ELEMENT * layout.length);
    int samples = (int) Math.min(positions, wanted);
    double[][] sum = new double[layout.groups][layout.length];
    double[][][] second = new double[layout.groups][layout.length][];
    for (double[][] group : second) {
      for (int i = 0; i < layout.length; i++) {
        group[i] = new double[i + 1];
      }
    }
    for (int begin = 0; begin < samples; begin += CHUNK) {
      int first = begin;
      int[][] patches = new int[Math.min(CHUNK, samples - begin)][];
      workers.each(
          patches.length,
          i -> {
            long position = spread(first + i, samples, positions);
            int[] patch = new int[layout.groups * layout.length];
            layout.gather(
                store.get(tensor, (int) (position / layout.outputPixels)),
                zeroPoint,
                (int) (position % layout.outputPixels),
                patch);
            patches[i] = patch;
          });
      for (int[] patch : patches) {
        for (int i = 0; i < patch.length; i++) {
          sum[i / layout.length][i % layout.length] += patch[i];
        }
      }
      if (layout.groups > 1) {
        workers.each(layout.groups, g -> accumulate(patches, g * layout.length, second[g], 0, 1));
      } else {
        workers.each(
            workers.threads(), part -> accumulate(patches, 0, second[0], part, workers.threads()));
      }
    }
    return new Samples(samples, sum, second);
  }

  /**
   * Adds all patches' outer products to every {@code step}-th row, beginning with {@code first}.
   */
  private static void accumulate(
      int[][] patches, int from, double[][] triangle, int first, int step) {
    int length = triangle.length;
    double[][] block = new double[BLOCK][length];
    for (int begin = 0; begin < patches.length; begin += BLOCK) {
      int rows = Math.min(BLOCK, patches.length - begin);
      for (int s = 0; s < BLOCK; s++) {
        for (int k = 0; k < length; k++) {
          block[s][k] = s < rows ? patches[begin + s][from + k] : 0;
        }
      }
      for (int i = first; i < length; i += step) {
        double[] target = triangle[i];
        for (int s = 0; s < BLOCK; s += 4) {
          addProducts(block[s], block[s + 1], block[s + 2], block[s + 3], i, target);
        }
      }
    }
  }

  /**
   * One position out of each of {@code samples} equal parts, at a place in it that follows no
   * pattern: an even stride would meet the same column of every picture whenever it is a multiple
   * of the width.
   */
  private static long spread(long sample, long samples, long positions) {
    long begin = sample * positions / samples;
    long end = (sample + 1) * positions / samples;
    return begin + ((sample * 0x9E3779B97F4A7C15L) >>> 33) % (end - begin);
  }

  private static void addProducts(
      double[] a, double[] b, double[] c, double[] d, int i, double[] target) {
    double ai = a[i];
    double bi = b[i];
    double ci = c[i];
    double di = d[i];
    for (int j = 0; j <= i; j++) {
      target[j] += ai * a[j] + bi * b[j] + ci * c[j] + di * d[j];
    }
  }
}

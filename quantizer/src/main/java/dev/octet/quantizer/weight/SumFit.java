package dev.octet.quantizer.weight;

import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.parallel.Parallel;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.simulate.ActivationStore;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/**
 * Fits a convolution's weights, before they are rounded, to the sums that the float network has,
 * given what the quantized steps before it really produce (docs/arithmetic.md, equation 29):
 * rounded weights err in the same way on every input, and the next layer can make up for what of
 * that is linear. Rounding of 8-bit activations has nothing in common with the inputs, so there it
 * gains nothing.
 */
public final class SumFit {
  /** How strongly weights are held where they are, from the strongest on. */
  private static final double[] RIDGES = {3, 1, 0.3, 0.1, 0.03, 0.01, 0.003};

  /** A weaker ridge must leave so much less of the error on inputs that it was not fitted to. */
  private static final double CLEARLY = 0.01;

  /** Where a ridge leaves so much more than the best one, weaker ones are worse. */
  private static final double HOPELESS = 0.05;

  /** An output for which a fit does harm counts at most this many times its error. */
  private static final double WORST = 10;

  /** With fewer samples for each weight a fit follows their accidents. */
  private static final int LEAST_SAMPLES = 2;

  /** Longer patches would take too long. */
  private static final int LONGEST = 2048;

  private final PatchLayout layout;
  private final int outputsPerGroup;
  private final double[][] weights;

  /** The weights in units of the input's steps. */
  private SumFit(PatchLayout layout, Op.Conv conv, TensorQuantization input) {
    this.layout = layout;
    this.outputsPerGroup = conv.outputChannels() / layout.groups;
    this.weights = new double[conv.outputChannels()][layout.length];
    for (int o = 0; o < weights.length; o++) {
      for (int k = 0; k < layout.length; k++) {
        int c = layout.channel(o / outputsPerGroup, k);
        weights[o][k] = conv.weights()[o * layout.length + k] * input.scale()[c];
      }
    }
  }

  /**
   * The convolution with fitted weights, or as it is where a fit does not help on pictures that it
   * was not made for.
   *
   * @param conv the convolution
   * @param shape its input's shape
   * @param tensor its input's name in the store
   * @param input its input's quantization
   * @param wanted the sums it should have at {@link PatchPositions}, [sample][output]
   */
  public static Op.Conv fit(
      Op.Conv conv,
      Shape shape,
      String tensor,
      TensorQuantization input,
      ActivationStore store,
      float[][] wanted,
      Parallel parallel) {
    PatchLayout layout = new PatchLayout(conv, shape);
    PatchPositions positions = PatchPositions.of(layout, store.images());
    if (layout.length > LONGEST || positions.count() < LEAST_SAMPLES * layout.length) {
      return conv;
    }
    SumMoments[] halves = {
      new SumMoments(layout, conv.outputChannels()), new SumMoments(layout, conv.outputChannels())
    };
    PatchSums.gather(
        layout,
        positions,
        tensor,
        input.zeroPoints(),
        store,
        parallel,
        (first, patches) -> {
          for (int half = 0; half < 2; half++) {
            int parity = half;
            int[] mine =
                IntStream.range(0, patches.length)
                    .filter(i -> positions.image(first + i) % 2 == parity)
                    .toArray();
            halves[half].add(
                IntStream.of(mine).mapToObj(i -> patches[i]).toArray(int[][]::new),
                IntStream.of(mine).mapToObj(i -> wanted[first + i]).toArray(float[][]::new),
                parallel);
          }
        });
    if (halves[0].count() == 0 || halves[1].count() == 0) {
      return conv;
    }
    SumFit fit = new SumFit(layout, conv, input);
    double ridge = fit.ridge(halves, parallel);
    if (!Double.isFinite(ridge)) {
      return conv;
    }
    halves[0].add(halves[1]);
    return fit.fitted(conv, input, halves[0], ridge, parallel);
  }

  /**
   * The ridge to fit with, or infinity: what one half of the pictures wants is tried on the other.
   */
  private double ridge(SumMoments[] halves, Parallel parallel) {
    Part[] parts = new Part[2 * layout.groups];
    parallel.each(parts.length, i -> parts[i] = part(halves[i % 2], i / 2));
    double best = Double.POSITIVE_INFINITY;
    double least = 1;
    for (double ridge : RIDGES) {
      double left = errorLeft(parts, ridge, parallel);
      if (left < least - CLEARLY) {
        best = ridge;
        least = left;
      } else if (left > least + HOPELESS) {
        break;
      }
    }
    return best;
  }

  /** The mean over outputs of the share of the error that is left on the other half. */
  private static double errorLeft(Part[] parts, double ridge, Parallel parallel) {
    double[] sums = new double[parts.length];
    int[] counts = new int[parts.length];
    parallel.each(
        parts.length,
        i -> {
          Part other = parts[i ^ 1];
          double[][] change = parts[i].change(ridge);
          for (int o = 0; o < change.length; o++) {
            if (other.error[o] > 0) {
              sums[i] += Math.min(other.errorWith(o, change[o]) / other.error[o], WORST);
              counts[i]++;
            }
          }
        });
    int count = IntStream.of(counts).sum();
    double sum = 0;
    for (double s : sums) {
      sum += s;
    }
    return count > 0 ? sum / count : 1;
  }

  private Part part(SumMoments moments, int group) {
    double[][] second = moments.second(group);
    double[][] missing = new double[outputsPerGroup][];
    double[] error = new double[outputsPerGroup];
    for (int i = 0; i < outputsPerGroup; i++) {
      int o = group * outputsPerGroup + i;
      double[] cross = moments.cross(o);
      missing[i] = cross.clone();
      error[i] = moments.square(o);
      for (int k = 0; k < layout.length; k++) {
        missing[i][k] -= dot(second[k], weights[o]);
        error[i] -= weights[o][k] * (cross[k] + missing[i][k]);
      }
    }
    return new Part(second, missing, error);
  }

  /**
   * What is known of a group on some pictures.
   *
   * @param second sum of outer products of patches
   * @param missing sum of products of patches and of what each output's sums lack
   * @param error sum of squares of what each output's sums lack
   */
  private record Part(double[][] second, double[][] missing, double[] error) {
    /** How weights should change, [output][length]. */
    double[][] change(double ridge) {
      int n = second.length;
      double trace = 0;
      for (int k = 0; k < n; k++) {
        trace += second[k][k];
      }
      double unit = trace > 0 ? trace / n : 1;
      double[][] damped = new double[n][n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          damped[i][j] = second[i][j] / unit;
        }
        damped[i][i] += ridge * Math.max(damped[i][i], 1);
      }
      double[][] columns = new double[n][missing.length];
      for (int o = 0; o < missing.length; o++) {
        for (int k = 0; k < n; k++) {
          columns[k][o] = missing[o][k] / unit;
        }
      }
      return new CholeskyDecomposition(new Array2DRowRealMatrix(damped, false), 1e-9, 1e-12)
          .getSolver()
          .solve(new Array2DRowRealMatrix(columns, false))
          .transpose()
          .getData();
    }

    /** The sum of squares that an output's sums lack after a change of its weights. */
    double errorWith(int output, double[] change) {
      double left = error[output];
      for (int k = 0; k < change.length; k++) {
        left += change[k] * (dot(second[k], change) - 2 * missing[output][k]);
      }
      return left;
    }
  }

  private Op.Conv fitted(
      Op.Conv conv, TensorQuantization input, SumMoments all, double ridge, Parallel parallel) {
    float[] changed = conv.weights().clone();
    parallel.each(
        layout.groups,
        g -> {
          double[][] change = part(all, g).change(ridge);
          for (int i = 0; i < outputsPerGroup; i++) {
            int o = g * outputsPerGroup + i;
            for (int k = 0; k < layout.length; k++) {
              double scale = input.scale()[layout.channel(g, k)];
              changed[o * layout.length + k] = (float) ((weights[o][k] + change[i][k]) / scale);
            }
          }
        });
    return new Op.Conv(conv.window(), conv.groups(), conv.outputChannels(), changed, conv.bias());
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}

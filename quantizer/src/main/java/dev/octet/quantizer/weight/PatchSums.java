package dev.octet.quantizer.weight;

import dev.octet.model.parallel.Parallel;
import dev.octet.quantizer.simulate.ActivationStore;

/**
 * Sums over sampled patches of each group: of the elements (minus zero point), and of their
 * products. All are of whole numbers below 2^53, so any order gives the same result.
 */
final class PatchSums {
  private static final int BLOCK = 64;

  /** Patches in memory at a time. */
  private static final int CHUNK = 1024;

  private final int length;
  private final double[][] sum;
  private final double[][][] second;
  private int count;

  /** Of no patches yet. */
  PatchSums(int groups, int length) {
    this(new double[groups][length], new double[groups][length][], 0);
    for (double[][] triangle : second) {
      for (int i = 0; i < length; i++) {
        triangle[i] = new double[i + 1];
      }
    }
  }

  /** Sums that are known otherwise, the second ones about the mean. */
  PatchSums(int length, double[][][] centered) {
    this(new double[centered.length][length], centered, 1);
  }

  private PatchSums(double[][] sum, double[][][] second, int count) {
    this.length = sum[0].length;
    this.sum = sum;
    this.second = second;
    this.count = count;
  }

  /** Takes some patches, each [group][length]. */
  interface Sink {
    /**
     * Takes patches.
     *
     * @param first sample number of the first one
     */
    void take(int first, int[][] patches);
  }

  /** Gathers the patches at all positions, some at a time, in their order. */
  static void gather(
      PatchLayout layout,
      PatchPositions positions,
      String tensor,
      int[] zeroPoint,
      ActivationStore store,
      Parallel parallel,
      Sink sink) {
    for (int begin = 0; begin < positions.count(); begin += CHUNK) {
      int first = begin;
      int[][] patches = new int[Math.min(CHUNK, positions.count() - begin)][];
      parallel.each(
          patches.length,
          i -> {
            int[] patch = new int[layout.groups * layout.length];
            Object elements = store.get(tensor, positions.image(first + i));
            layout.gather(elements, zeroPoint, positions.pixel(first + i), patch);
            patches[i] = patch;
          });
      sink.take(first, patches);
    }
  }

  /** Adds patches, each [group][length]. */
  void add(int[][] patches, Parallel parallel) {
    count += patches.length;
    for (int[] patch : patches) {
      for (int g = 0, i = 0; g < sum.length; g++) {
        for (int k = 0; k < length; k++, i++) {
          sum[g][k] += patch[i];
        }
      }
    }
    if (second.length > 1) {
      parallel.each(second.length, g -> accumulate(patches, g * length, second[g], 0, 1));
    } else {
      parallel.each(
          parallel.threads(), part -> accumulate(patches, 0, second[0], part, parallel.threads()));
    }
  }

  /** Adds the sums of other patches of the same layout. */
  void add(PatchSums other) {
    count += other.count;
    for (int g = 0; g < sum.length; g++) {
      for (int i = 0; i < length; i++) {
        sum[g][i] += other.sum[g][i];
        for (int j = 0; j <= i; j++) {
          second[g][i][j] += other.second[g][i][j];
        }
      }
    }
  }

  /** Number of patches. */
  int count() {
    return count;
  }

  /** Sum of a group's patches. */
  double[] sum(int group) {
    return sum[group];
  }

  /** Lower triangle of the sum of outer products of a group's patches. */
  double[][] second(int group) {
    return second[group];
  }

  /** The same about the patches' mean. */
  double[][] centered(int group) {
    double[][] centered = new double[length][];
    for (int i = 0; i < length; i++) {
      centered[i] = second[group][i].clone();
      for (int j = 0; j <= i; j++) {
        centered[i][j] -= sum[group][i] / count * sum[group][j];
      }
    }
    return centered;
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

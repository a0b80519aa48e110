package dev.octet.quantizer.weight;

import dev.octet.model.parallel.Parallel;
import java.util.Arrays;

/**
 * Sums over sampled patches, the wanted sums of the convolution at the same pixels, and the
 * products of both.
 */
final class SumMoments {
  private final PatchSums patches;
  private final int outputsPerGroup;
  private final double[] wanted;
  private final double[] square;
  private final double[][] cross;

  /** Of no patches yet. */
  SumMoments(PatchLayout layout, int outputs) {
    patches = new PatchSums(layout.groups, layout.length);
    outputsPerGroup = outputs / layout.groups;
    wanted = new double[outputs];
    square = new double[outputs];
    cross = new double[outputs][layout.length];
  }

  /**
   * Adds patches, each [group][length], and the sums that are wanted there, each [output]. Every
   * output's products are added in the order of the patches, so the threads do not matter.
   */
  void add(int[][] elements, float[][] sums, Parallel parallel) {
    patches.add(elements, parallel);
    parallel.each(
        wanted.length,
        o -> {
          double[] row = cross[o];
          int from = o / outputsPerGroup * row.length;
          for (int i = 0; i < elements.length; i++) {
            double y = sums[i][o];
            wanted[o] += y;
            square[o] += y * y;
            for (int k = 0; k < row.length; k++) {
              row[k] += y * elements[i][from + k];
            }
          }
        });
  }

  /** Adds the sums over other patches. */
  void add(SumMoments other) {
    patches.add(other.patches);
    for (int o = 0; o < wanted.length; o++) {
      wanted[o] += other.wanted[o];
      square[o] += other.square[o];
      for (int k = 0; k < cross[o].length; k++) {
        cross[o][k] += other.cross[o][k];
      }
    }
  }

  /** Number of patches. */
  int count() {
    return patches.count();
  }

  /** Sum of outer products of a group's patches about their mean, a symmetric matrix. */
  double[][] second(int group) {
    double[][] second = patches.centered(group);
    for (int i = 0; i < second.length; i++) {
      second[i] = Arrays.copyOf(second[i], second.length);
    }
    for (int i = 0; i < second.length; i++) {
      for (int j = 0; j < i; j++) {
        second[j][i] = second[i][j];
      }
    }
    return second;
  }

  /** Sum of products of an output's wanted sums and its group's patches, about both means. */
  double[] cross(int output) {
    double[] sum = patches.sum(output / outputsPerGroup);
    double[] centered = cross[output].clone();
    for (int k = 0; k < centered.length; k++) {
      centered[k] -= wanted[output] / patches.count() * sum[k];
    }
    return centered;
  }

  /** Sum of squares of an output's wanted sums about their mean. */
  double square(int output) {
    return square[output] - wanted[output] / patches.count() * wanted[output];
  }
}

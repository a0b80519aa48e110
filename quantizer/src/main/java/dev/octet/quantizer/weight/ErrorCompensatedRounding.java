package dev.octet.quantizer.weight;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/**
 * Rounds a row of weights so that the error of its product with typical inputs is small
 * (docs/arithmetic.md, error-compensated rounding; Frantar et al., OPTQ, arXiv 2210.17323). With
 * {@code H = X X^T = L L^T} the squared output error of the weight errors {@code e} is {@code sum_k
 * (sum_{j >= k} L[j][k] e[j])^2}, so from the last weight to the first each is rounded after adding
 * {@code sum_{j > k} L[j][k] e[j] / L[k][k]}, which is what the closed form with the inverse of H
 * does in the opposite order. Weights with the largest inputs are rounded first.
 */
final class ErrorCompensatedRounding {
  /** Share of the mean diagonal that is added to the diagonal. */
  private static final double DAMPING = 0.01;

  private final int[] order;
  private final double[][] feedback;
  private final double[] cost;

  /**
   * Factors the second moment of a group's inputs.
   *
   * @param triangle lower triangle of the sum of outer products
   */
  ErrorCompensatedRounding(double[][] triangle) {
    int n = triangle.length;
    double trace = 0;
    for (int i = 0; i < n; i++) {
      trace += triangle[i][i];
    }
    double unit = trace > 0 ? trace / n : 1;
    order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> triangle[i][i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[][] damped = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        int a = Math.max(order[i], order[j]);
        int b = Math.min(order[i], order[j]);
        double value = triangle[a][b] / unit + (i == j ? DAMPING : 0);
        damped[i][j] = value;
        damped[j][i] = value;
      }
    }
    double[][] factor =
        new CholeskyDecomposition(new Array2DRowRealMatrix(damped, false), 1e-9, 1e-12)
            .getL()
            .getData();
    feedback = new double[n][];
    cost = new double[n];
    for (int j = 0; j < n; j++) {
      feedback[j] = Arrays.copyOf(factor[j], j);
      for (int k = 0; k < j; k++) {
        feedback[j][k] /= factor[k][k];
      }
      cost[j] = factor[j][j] * factor[j][j];
    }
  }

  /**
   * Rounds one output channel's weights.
   *
   * @param weights in units of the weight scale
   * @param limit the largest magnitude
   * @param rounded receives the whole numbers
   * @param offset where in {@code rounded}
   * @return {@code e^T H e} of the rounding errors {@code e}, damped; H in units of its mean
   *     diagonal
   */
  double round(double[] weights, int limit, byte[] rounded, int offset) {
    int n = weights.length;
    double[] carried = new double[n];
    double noise = 0;
    for (int j = n - 1; j >= 0; j--) {
      double weight = weights[order[j]];
      double q = Math.min(Math.max(Math.rint(weight + carried[j]), -limit), limit);
      rounded[offset + order[j]] = (byte) q;
      double error = weight - q;
      noise += cost[j] * (error + carried[j]) * (error + carried[j]);
      double[] row = feedback[j];
      for (int k = 0; k < j; k++) {
        carried[k] += row[k] * error;
      }
    }
    return noise;
  }
}

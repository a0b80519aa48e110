package dev.octet.quantizer.weight;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/** The factored form against OPTQ as it is published, with the inverse of H at every step. */
class ErrorCompensatedRoundingTest {
  private static final int LIMIT = 127;
  private static final double DAMPING = 0.01;

  @Property(tries = 200)
  void givesWhatTheInverseGives(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int n) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] triangle = moment(random, n, 3 * n);
    double[] weights = weights(random, n, 140);
    assertArrayEquals(explicit(triangle, weights), round(triangle, weights));
  }

  @Property(tries = 50)
  void rankDeficientInputs(@ForAll long seed, @ForAll @IntRange(min = 2, max = 12) int n) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] triangle = moment(random, n, 1);
    double[] weights = weights(random, n, 100);
    assertArrayEquals(explicit(triangle, weights), round(triangle, weights));
  }

  @Property(tries = 50)
  void inputsThatAreAlwaysZeroAreRoundedToNearest(@ForAll long seed) {
    double[] weights = weights(new SplittableRandom(seed), 9, 150);
    assertArrayEquals(nearest(weights), round(moment(new SplittableRandom(1), 9, 0), weights));
  }

  @Property(tries = 50)
  void saysWhatErrorIsLeft(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int n) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] triangle = moment(random, n, 3 * n);
    double[] weights = weights(random, n, 140);
    byte[] rounded = new byte[n];
    double left = new ErrorCompensatedRounding(triangle).round(weights, LIMIT, rounded, 0);
    double damping = 0;
    for (int i = 0; i < n; i++) {
      damping += DAMPING * (weights[i] - rounded[i]) * (weights[i] - rounded[i]);
    }
    double expected = outputError(triangle, weights, rounded) / unit(triangle) + damping;
    assertEquals(expected, left, 1e-6 * (1 + expected));
  }

  @Example
  void theOutputErrorIsSmallerOnAverage() {
    SplittableRandom random = new SplittableRandom(5);
    double nearest = 0;
    double compensated = 0;
    for (int trial = 0; trial < 200; trial++) {
      double[][] triangle = moment(random, 16, 60);
      double[] weights = weights(random, 16, 100);
      nearest += outputError(triangle, weights, nearest(weights));
      compensated += outputError(triangle, weights, round(triangle, weights));
    }
    assertTrue(compensated < 0.8 * nearest, compensated + " against " + nearest);
  }

  private static byte[] round(double[][] triangle, double[] weights) {
    byte[] rounded = new byte[weights.length + 2];
    new ErrorCompensatedRounding(triangle).round(weights, LIMIT, rounded, 1);
    assertTrue(rounded[0] == 0 && rounded[rounded.length - 1] == 0, "wrote outside of the row");
    return Arrays.copyOfRange(rounded, 1, rounded.length - 1);
  }

  private static double q(double weight) {
    return Math.min(Math.max(Math.rint(weight), -LIMIT), LIMIT);
  }

  private static byte[] nearest(double[] weights) {
    byte[] rounded = new byte[weights.length];
    for (int k = 0; k < rounded.length; k++) {
      rounded[k] = (byte) q(weights[k]);
    }
    return rounded;
  }

  /** Rounds one weight, moves the others to where they make up for it best, and so on. */
  private static byte[] explicit(double[][] triangle, double[] weights) {
    int n = weights.length;
    double unit = unit(triangle);
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      left.add(i);
    }
    left.sort(Comparator.comparingDouble(i -> triangle[i][i]));
    double[] moved = weights.clone();
    byte[] rounded = new byte[n];
    while (!left.isEmpty()) {
      RealMatrix h = new Array2DRowRealMatrix(left.size(), left.size());
      for (int a = 0; a < left.size(); a++) {
        for (int b = 0; b < left.size(); b++) {
          int i = left.get(a);
          int j = left.get(b);
          h.setEntry(
              a, b, triangle[Math.max(i, j)][Math.min(i, j)] / unit + (i == j ? DAMPING : 0));
        }
      }
      RealMatrix inverse = new LUDecomposition(h).getSolver().getInverse();
      int at = left.size() - 1;
      int current = left.get(at);
      rounded[current] = (byte) q(moved[current]);
      double error = (moved[current] - rounded[current]) / inverse.getEntry(at, at);
      for (int a = 0; a < at; a++) {
        moved[left.get(a)] -= error * inverse.getEntry(a, at);
      }
      left.remove(at);
    }
    return rounded;
  }

  /** The mean diagonal, or 1 where all inputs are zero: single small ones round to it. */
  private static double unit(double[][] triangle) {
    double trace = 0;
    for (int i = 0; i < triangle.length; i++) {
      trace += triangle[i][i];
    }
    return trace > 0 ? trace / triangle.length : 1;
  }

  private static double outputError(double[][] triangle, double[] weights, byte[] rounded) {
    double error = 0;
    for (int i = 0; i < weights.length; i++) {
      for (int j = 0; j < weights.length; j++) {
        error +=
            (weights[i] - rounded[i])
                * triangle[Math.max(i, j)][Math.min(i, j)]
                * (weights[j] - rounded[j]);
      }
    }
    return error;
  }

  /** Lower triangle of the sum of outer products of correlated whole numbers. */
  private static double[][] moment(SplittableRandom random, int n, int samples) {
    double[][] triangle = new double[n][];
    for (int i = 0; i < n; i++) {
      triangle[i] = new double[i + 1];
    }
    double[] size = weights(random, n, 90);
    for (int s = 0; s < samples; s++) {
      double common = random.nextDouble();
      double[] x = new double[n];
      for (int i = 0; i < n; i++) {
        x[i] = Math.rint(size[i] * (common + random.nextDouble()));
      }
      for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
          triangle[i][j] += x[i] * x[j];
        }
      }
    }
    return triangle;
  }

  private static double[] weights(SplittableRandom random, int n, double bound) {
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      weights[i] = (random.nextDouble() * 2 - 1) * bound;
    }
    return weights;
  }
}

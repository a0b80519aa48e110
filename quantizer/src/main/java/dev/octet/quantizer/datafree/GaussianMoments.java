package dev.octet.quantizer.datafree;

import dev.octet.quantizer.step.StepActivation;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.special.Erf;

/**
 * Mean and variance of an activation of a normally distributed value, in closed form
 * (docs/arithmetic.md, Gaussian moments). Every activation is a polynomial in each of three pieces,
 * so all that is needed are the moments of a truncated normal distribution.
 *
 * @param mean of the activation
 * @param variance of the activation
 * @param slope mean slope of the activation, by which covariances with the value are multiplied
 */
public record GaussianMoments(double mean, double variance, double slope) {
  private static final double SQRT_2 = Math.sqrt(2);
  private static final double DENSITY_AT_0 = 1 / Math.sqrt(2 * Math.PI);

  /** {@code coefficients[k] * x^k} summed, for {@code from < x < to}. */
  private record Piece(double from, double to, double... coefficients) {
    double[] squared() {
      double[] square = new double[2 * coefficients.length - 1];
      for (int i = 0; i < coefficients.length; i++) {
        for (int j = 0; j < coefficients.length; j++) {
          square[i + j] += coefficients[i] * coefficients[j];
        }
      }
      return square;
    }

    double[] timesX() {
      double[] product = new double[coefficients.length + 1];
      System.arraycopy(coefficients, 0, product, 1, coefficients.length);
      return product;
    }
  }

  /**
   * Moments of {@code activation(x)}.
   *
   * @param mean of x
   * @param deviation standard deviation of x, at least 0
   */
  public static GaussianMoments of(StepActivation activation, double mean, double deviation) {
    if (!(deviation > 0)) {
      return new GaussianMoments(activation.apply(mean), 0, 0);
    }
    if (activation.isNone()) {
      return new GaussianMoments(mean, deviation * deviation, 1);
    }
    double first = 0;
    double second = 0;
    double mixed = 0;
    for (Piece piece : pieces(activation)) {
      first += integral(piece.from, piece.to, piece.coefficients, mean, deviation);
      second += integral(piece.from, piece.to, piece.squared(), mean, deviation);
      mixed += integral(piece.from, piece.to, piece.timesX(), mean, deviation);
    }
    return new GaussianMoments(
        first,
        Math.max(second - first * first, 0),
        (mixed - mean * first) / (deviation * deviation));
  }

  private static List<Piece> pieces(StepActivation activation) {
    double infinity = Double.POSITIVE_INFINITY;
    if (activation.hardSwish()) {
      return List.of(new Piece(-3, 3, 0, 0.5, 1.0 / 6), new Piece(3, infinity, 0, 1));
    }
    // alpha is positive: hard-sigmoid's slope, or 1
    double begin = (activation.low() - activation.beta()) / activation.alpha();
    double end = (activation.high() - activation.beta()) / activation.alpha();
    List<Piece> pieces = new ArrayList<>();
    if (begin > -infinity) {
      pieces.add(new Piece(-infinity, begin, activation.low()));
    }
    pieces.add(new Piece(begin, end, activation.beta(), activation.alpha()));
    if (end < infinity) {
      pieces.add(new Piece(end, infinity, activation.high()));
    }
    return pieces;
  }

  /** The integral of a polynomial times the density of a normal distribution. */
  private static double integral(
      double from, double to, double[] coefficients, double mean, double deviation) {
    double[] moments =
        moments((from - mean) / deviation, (to - mean) / deviation, coefficients.length);
    double sum = 0;
    double[] power = {1}; // (mean + deviation * z)^k, as a polynomial in z
    for (double coefficient : coefficients) {
      for (int i = 0; i < power.length; i++) {
        sum += coefficient * power[i] * moments[i];
      }
      power = timesLinear(power, mean, deviation);
    }
    return sum;
  }

  private static double[] timesLinear(double[] polynomial, double constant, double slope) {
    double[] product = new double[polynomial.length + 1];
    for (int i = 0; i < polynomial.length; i++) {
      product[i] += polynomial[i] * constant;
      product[i + 1] += polynomial[i] * slope;
    }
    return product;
  }

  /**
   * Integrals of {@code z^k} times the standard normal density from {@code a} to {@code b}: {@code
   * I_k = a^(k-1) phi(a) - b^(k-1) phi(b) + (k - 1) I_(k-2)}.
   */
  private static double[] moments(double a, double b, int count) {
    double[] moments = new double[count];
    moments[0] = probability(a, b);
    for (int k = 1; k < count; k++) {
      moments[k] = edge(a, k - 1) - edge(b, k - 1) + (k > 1 ? (k - 1) * moments[k - 2] : 0);
    }
    return moments;
  }

  private static double edge(double z, int power) {
    return Double.isInfinite(z)
        ? 0
        : StrictMath.pow(z, power) * DENSITY_AT_0 * StrictMath.exp(-z * z / 2);
  }

  private static double probability(double a, double b) {
    return Erf.erf(a / SQRT_2, b / SQRT_2) / 2;
  }
}

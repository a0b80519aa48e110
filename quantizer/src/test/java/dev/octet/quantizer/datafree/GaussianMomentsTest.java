package dev.octet.quantizer.datafree;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.octet.quantizer.step.StepActivation;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.analysis.integration.SimpsonIntegrator;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The closed forms are what numerical integration finds. */
class GaussianMomentsTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private static final Map<String, StepActivation> ACTIVATIONS =
      Map.of(
          "relu", new StepActivation(false, 1, 0, 0, INFINITY),
          "relu6", new StepActivation(false, 1, 0, 0, 6),
          "clip", new StepActivation(false, 1, 0, -1.5, 0.25),
          "hard-sigmoid", new StepActivation(false, 1 / 6.0, 0.5, 0, 1),
          "hard-swish", new StepActivation(true, 1, 0, StepActivation.HARD_SWISH_MINIMUM, INFINITY),
          "none", StepActivation.NONE);

  /** Integrates between the places where an activation or its slope jumps. */
  private static double expected(DoubleUnaryOperator value, double mean, double deviation) {
    NormalDistribution normal = new NormalDistribution(null, mean, deviation);
    double[] edges = {mean - 12 * deviation, -3, -1.5, 0, 0.25, 3, 6, mean + 12 * deviation};
    double sum = 0;
    for (int i = 1; i < edges.length; i++) {
      double from = Math.min(Math.max(edges[i - 1], edges[0]), edges[edges.length - 1]);
      double to = Math.min(Math.max(edges[i], edges[0]), edges[edges.length - 1]);
      if (from < to) {
        sum +=
            new SimpsonIntegrator(1e-11, 1e-13, 12, 60)
                .integrate(1 << 25, x -> value.applyAsDouble(x) * normal.density(x), from, to);
      }
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({
    "relu, 0, 1",
    "relu, -2.5, 0.7",
    "relu, 4, 1.5",
    "relu6, 0.3, 1",
    "relu6, 5.5, 2",
    "relu6, -4, 3",
    "relu6, 9, 1",
    "clip, 0, 1",
    "clip, -1.4, 0.2",
    "hard-sigmoid, 0, 2",
    "hard-sigmoid, -3.5, 1",
    "hard-sigmoid, 1, 5",
    "hard-swish, 0, 1",
    "hard-swish, -3, 1.5",
    "hard-swish, 2.5, 2",
    "hard-swish, -1.5, 0.1",
    "none, 1.25, 0.5"
  })
  void momentsAndSlope(String name, double mean, double deviation) {
    StepActivation activation = ACTIVATIONS.get(name);
    GaussianMoments moments = GaussianMoments.of(activation, mean, deviation);
    double first = expected(activation::apply, mean, deviation);
    double second = expected(x -> activation.apply(x) * activation.apply(x), mean, deviation);
    double mixed = expected(x -> (x - mean) * activation.apply(x), mean, deviation);
    assertEquals(first, moments.mean(), 1e-8);
    assertEquals(second - first * first, moments.variance(), 1e-7);
    assertEquals(mixed / (deviation * deviation), moments.slope(), 1e-7);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-2, -0.5, 0, 0.1, 3})
  void theKnownFormOfRelu(double beta) {
    double gamma = 0.8;
    NormalDistribution standard = new NormalDistribution(null, 0, 1);
    double known =
        gamma * standard.density(-beta / gamma)
            + beta * (1 - standard.cumulativeProbability(-beta / gamma));
    assertEquals(known, GaussianMoments.of(ACTIVATIONS.get("relu"), beta, gamma).mean(), 1e-12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"relu", "relu6", "hard-sigmoid", "hard-swish", "none"})
  void aChannelThatNeverChanges(String name) {
    StepActivation activation = ACTIVATIONS.get(name);
    GaussianMoments moments = GaussianMoments.of(activation, 0.75, 0);
    assertEquals(activation.apply(0.75), moments.mean());
    assertEquals(0, moments.variance());
  }
}

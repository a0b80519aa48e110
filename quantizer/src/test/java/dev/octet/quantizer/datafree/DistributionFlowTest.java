package dev.octet.quantizer.datafree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.execute.FloatSession;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.testing.RandomNetwork;
import dev.octet.quantizer.range.ChannelHistogram;
import dev.octet.quantizer.step.StepActivation;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.quantizer.weight.AssumedMoments;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Distributions that are carried through a network are those of many random inputs. */
class DistributionFlowTest {
  private static final int TRIALS = 4000;

  private static final double[] MEAN = {0.3, -0.2, 0.5};
  private static final double[][] COVARIANCE = {{1, 0.6, 0.2}, {0.6, 0.8, 0}, {0.2, 0, 0.5}};

  private static TensorDistribution input() {
    return TensorDistribution.of(MEAN, COVARIANCE, StepActivation.NONE);
  }

  /** One pixel, so that nothing has to be assumed about neighbours. */
  private static RandomNetwork network() {
    return new RandomNetwork(3, new Shape(1, 1, 3));
  }

  private static DistributionFlow flow(FloatGraph graph) {
    return new DistributionFlow(StepGraph.of(graph), new NormStatistics(Map.of()), input());
  }

  /** Mean and covariance of the outputs over random inputs of the assumed distribution. */
  private static void agreesWithTrials(FloatGraph graph, double tolerance) {
    TensorDistribution derived = flow(graph).of(graph.outputName());
    int channels = graph.outputShape().channels();
    double[] mean = new double[channels];
    double[][] product = new double[channels][channels];
    SplittableRandom random = new SplittableRandom(11);
    FloatSession session = new FloatExecutor(graph).newSession();
    double[][] root = {{1, 0, 0}, {0.6, Math.sqrt(0.44), 0}, {0.2, -0.12 / Math.sqrt(0.44), 0}};
    root[2][2] = Math.sqrt(0.5 - root[2][0] * root[2][0] - root[2][1] * root[2][1]);
    for (int t = 0; t < TRIALS; t++) {
      double[] normal = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
      float[] x = new float[3];
      for (int i = 0; i < 3; i++) {
        x[i] = (float) MEAN[i];
        for (int j = 0; j <= i; j++) {
          x[i] += (float) (root[i][j] * normal[j]);
        }
      }
      float[] y = session.run(x);
      for (int i = 0; i < channels; i++) {
        mean[i] += y[i] / TRIALS;
        for (int j = 0; j < channels; j++) {
          product[i][j] += (double) y[i] * y[j] / TRIALS;
        }
      }
    }
    assertArrayEquals(mean, derived.mean(), tolerance);
    double[][] covariance = derived.covariance();
    for (int i = 0; i < channels; i++) {
      for (int j = 0; j < channels; j++) {
        assertEquals(product[i][j] - mean[i] * mean[j], covariance[i][j], 2 * tolerance);
      }
    }
  }

  @Test
  void denseLayersAndActivations() {
    RandomNetwork net = network();
    String x = net.conv("first", net.input(), 4, 1, 1, 1, true);
    x = net.add("relu6", new Op.Clip(0, 6), x);
    agreesWithTrials(net.build("dense", x), 0.15);
  }

  @Test
  void depthwiseLayersAndHardSwish() {
    RandomNetwork net = network();
    String x = net.conv("first", net.input(), 3, 1, 1, 3, true);
    x = net.add("swish", new Op.HardSwish(), x);
    agreesWithTrials(net.build("depthwise", x), 0.15);
  }

  @Test
  void linearStepsAreExactButForChance() {
    RandomNetwork net = network();
    String x = net.conv("first", net.input(), 3, 1, 1, 1, true);
    String y = net.conv("second", net.input(), 2, 1, 1, 1, true);
    agreesWithTrials(net.build("linear", net.add("join", new Op.Concat(), x)), 0.12);
    agreesWithTrials(net.build("bounds", net.add("bounds", new Op.Clip(-100, 100), y)), 0.12);
  }

  @Test
  void anIndependentSumAndAGate() {
    TensorDistribution gate =
        TensorDistribution.of(
            new double[] {0.5, 0.2, 0.9},
            new double[][] {{0.01, 0, 0}, {0, 0.02, 0}, {0, 0, 0.005}},
            StepActivation.NONE);
    TensorDistribution sum = input().plus(gate, StepActivation.NONE);
    assertArrayEquals(new double[] {0.8, 0, 1.4}, sum.mean(), 1e-12);
    assertEquals(1.01, sum.covariance()[0][0], 1e-12);
    assertEquals(0.6, sum.covariance()[0][1], 1e-12);
    TensorDistribution product = input().times(gate, StepActivation.NONE);
    assertArrayEquals(new double[] {0.15, -0.04, 0.45}, product.mean(), 1e-12);
    assertEquals(1.09 * 0.26 - 0.15 * 0.15, product.covariance()[0][0], 1e-12);
    assertEquals(0.6 * 0.5 * 0.2, product.covariance()[0][1], 1e-12);
  }

  /** On a constant picture the mean of a padded convolution is known exactly. */
  @Test
  void meansOfSumsKnowAboutPadding() {
    Shape shape = new Shape(7, 5, 3);
    RandomNetwork net = new RandomNetwork(9, shape);
    String x = net.conv("conv", net.input(), 4, 3, 2, 1, true);
    FloatGraph graph = net.build("padded", x);
    float[] picture = new float[shape.elements()];
    for (int i = 0; i < picture.length; i++) {
      picture[i] = (float) MEAN[i % 3];
    }
    float[] map = new FloatExecutor(graph).newSession().run(picture);
    double[] mean = new double[4];
    for (int i = 0; i < map.length; i++) {
      mean[i % 4] += map[i] / (double) graph.outputShape().pixels();
    }
    Op.Conv conv = (Op.Conv) graph.nodes().get(0).op();
    assertArrayEquals(mean, AssumedMoments.sumMean(conv, shape, MEAN), 1e-5);
  }

  @Test
  void theHistogramHasTheMomentsOfTheDistribution() {
    TensorDistribution hardSwish =
        TensorDistribution.of(
            MEAN, COVARIANCE, new StepActivation(true, 1, 0, -0.375, Double.POSITIVE_INFINITY));
    ChannelHistogram histogram = hardSwish.histogram();
    for (int c = 0; c < 3; c++) {
      double count = 0;
      double sum = 0;
      double square = 0;
      for (int bin = 0; bin < ChannelHistogram.BINS; bin++) {
        double x = histogram.center(c, bin);
        count += histogram.count(c, bin);
        sum += histogram.count(c, bin) * x;
        square += histogram.count(c, bin) * x * x;
      }
      double mean = sum / count;
      assertEquals(hardSwish.mean()[c], mean, 0.01);
      assertEquals(hardSwish.covariance()[c][c], square / count - mean * mean, 0.01);
    }
  }

  @Test
  void aMapWithoutStatisticsNamesTheLayer() {
    RandomNetwork net = new RandomNetwork(3, new Shape(4, 4, 3));
    FloatGraph graph = net.build("folded", net.conv("the.layer", net.input(), 4, 3, 1, 1, true));
    OctetException e = assertThrows(OctetException.class, () -> flow(graph));
    assertEquals(Failure.UNSUPPORTED, e.failure());
    assertTrue(e.where().contains("the.layer"), e.where());
    assertTrue(e.remedy().contains("--calibration"), e.remedy());
  }

  @Test
  void theMeanOverAPictureStaysWithinThePixels() {
    double[] low = new double[3];
    double[] high = {1, 1, 1};
    TensorDistribution pixels =
        new TensorDistribution(MEAN, COVARIANCE, StepActivation.NONE, low, high);
    TensorDistribution mean = pixels.averaged(0.25, StepActivation.NONE);
    assertArrayEquals(MEAN, mean.mean());
    assertEquals(0.15, mean.covariance()[0][1], 1e-12);
    assertTrue(Arrays.stream(mean.low()).allMatch(x -> x >= 0));
    assertTrue(Arrays.stream(mean.high()).allMatch(x -> x <= 1));
  }
}

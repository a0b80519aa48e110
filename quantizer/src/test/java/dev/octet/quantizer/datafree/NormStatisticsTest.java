package dev.octet.quantizer.datafree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.testing.RandomNetwork;
import dev.octet.quantizer.datafree.NormStatistics.Channels;
import dev.octet.quantizer.pass.FoldBatchNorm;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.quantizer.weight.AssumedMoments;
import dev.octet.runtime.schedule.Preprocessing;
import dev.octet.runtime.schedule.Preprocessing.Resize;
import org.junit.jupiter.api.Test;

/** What is read from batch normalizations, and the input that explains the first one. */
class NormStatisticsTest {
  private static Op.BatchNorm norm(float gamma, float beta, float mean, float variance, double e) {
    return new Op.BatchNorm(
        new float[] {gamma},
        new float[] {beta},
        new float[] {mean},
        new float[] {variance},
        e,
        true);
  }

  @Test
  void epsilonTakesFromSmallVariances() {
    RandomNetwork net = new RandomNetwork(1, new Shape(4, 4, 1));
    String wide = net.add("wide", norm(-2, 0.5f, 1, 4, 0), net.input());
    String narrow = net.add("narrow", norm(2, 0.5f, 1, 1e-3f, 1e-3), wide);
    String dead = net.add("dead", norm(2, 0.25f, 1, 0, 1e-3), narrow);
    NormStatistics found = NormStatistics.of(net.build("norms", dead));
    assertArrayEquals(new double[] {2}, found.byTensor().get(wide).deviation());
    assertEquals(Math.sqrt(2), found.byTensor().get(narrow).deviation()[0], 1e-6);
    assertArrayEquals(new double[] {0}, found.byTensor().get(dead).deviation());
    assertArrayEquals(new double[] {0.25}, found.byTensor().get(dead).mean());
  }

  @Test
  void constantsBehindANormAreFollowed() {
    RandomNetwork net = new RandomNetwork(1, new Shape(4, 4, 1));
    Op.BatchNorm affine =
        new Op.BatchNorm(
            new float[] {-3}, new float[] {1}, new float[1], new float[] {1}, 0, false);
    String alone = net.add("alone", affine, net.input());
    String normal = net.add("norm", norm(2, 0.5f, 0, 1, 0), alone);
    String scaled = net.add("scaled", affine, normal);
    NormStatistics found = NormStatistics.of(net.build("norms", scaled));
    assertNull(found.byTensor().get(alone));
    Channels channels = found.byTensor().get(scaled);
    assertArrayEquals(new double[] {-0.5}, channels.mean());
    assertArrayEquals(new double[] {6}, channels.deviation());
  }

  /** A batch normalization that has seen inputs of a known mean gives that mean away. */
  @Test
  void theMeanOfTheInputIsRecovered() {
    Shape shape = new Shape(12, 12, 3);
    double[] mean = {-0.7, 0.4, 0.1};
    RandomNetwork net = new RandomNetwork(5, shape);
    String sum = net.conv("conv", net.input(), 8, 3, 2, 1, false);
    FloatGraph bare = net.build("bare", sum);
    double[] sums = AssumedMoments.sumMean((Op.Conv) bare.nodes().get(0).op(), shape, mean);
    float[] running = new float[8];
    float[] ones = new float[8];
    for (int c = 0; c < 8; c++) {
      running[c] = (float) sums[c];
      ones[c] = 1;
    }
    String out = net.add("norm", new Op.BatchNorm(ones, new float[8], running, ones, 0, true), sum);
    FloatGraph graph = net.build("seen", out);
    Preprocessing rules =
        new Preprocessing(
            Resize.STRETCH,
            1,
            new double[] {0.5, 0.5, 0.5},
            new double[] {0.5, 0.5, 0.5},
            new byte[0]);
    TensorDistribution input =
        InputEstimate.of(
            StepGraph.of(new FoldBatchNorm().apply(graph)), NormStatistics.of(graph), rules);
    assertArrayEquals(mean, input.mean(), 0.02);
    assertArrayEquals(new double[] {-1, -1, -1}, input.low(), 1e-12);
    assertArrayEquals(new double[] {1, 1, 1}, input.high(), 1e-12);
  }
}

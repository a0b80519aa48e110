package dev.octet.quantizer.weight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.model.graph.Op;
import dev.octet.model.parallel.Parallel;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.operation.Window;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Weights and biases in integers: docs/arithmetic.md, equations 15, 16, 24 and 27. */
class WeightQuantizerTest {
  private static final int INPUTS = 6;
  private static final int OUTPUTS = 4;

  /** Weights and biases of any size against each other, dead channels among them. */
  @Property(tries = 500)
  void accumulatorsAlwaysFit(
      @ForAll long seed,
      @ForAll @IntRange(min = -40, max = 10) int weightExponent,
      @ForAll @IntRange(min = -40, max = 30) int biasExponent,
      @ForAll @DoubleRange(min = -1000, max = 1000) double zeroPoint,
      @ForAll ElementType type) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] weights = new float[INPUTS * OUTPUTS];
    float[] bias = new float[OUTPUTS];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) Math.scalb(random.nextDouble() * 2 - 1, weightExponent);
    }
    for (int o = 0; o < OUTPUTS; o++) {
      bias[o] = (float) Math.scalb(random.nextDouble() * 2 - 1, biasExponent);
    }
    bias[0] = 0;
    for (int i = 0; i < INPUTS; i++) {
      weights[INPUTS + i] = 0;
    }
    double zero = type == ElementType.INT8 ? Math.rint(zeroPoint) : 0;
    TensorQuantization in = TensorQuantization.uniform(type, 0.02, zero, INPUTS);
    Op.Conv conv = conv(weights, bias);
    QuantizedWeights q = quantize(conv, in, 0);
    for (int o = 0; o < OUTPUTS; o++) {
      long sum = 0;
      double zeros = 0;
      for (int k = 0; k < INPUTS; k++) {
        int w = q.weights()[o * INPUTS + k];
        assertTrue(Math.abs(w) <= WeightQuantizer.LIMIT);
        sum += Math.abs(w);
        zeros += w * zero;
        double step = q.scale()[o] / in.scale()[k];
        assertEquals(weights[o * INPUTS + k], w * step, step * 0.5001);
      }
      // Six weights never add up to half of what floats and ints hold, so no bias may exceed it.
      boolean exact = type != ElementType.INT16 || sum == 0;
      long limit = exact ? 1L << 24 : 1L << 31;
      assertTrue(Math.abs((long) q.bias()[o]) - (long) type.min() * sum < limit);
      assertEquals(bias[o], (q.bias()[o] + zeros) * q.scale()[o], q.scale()[o] * 0.5001);
      assertTrue(q.scale()[o] > 0 && Double.isFinite(q.scale()[o]));
    }
  }

  /** A channel that batch normalization switched off gives its bias, exactly enough. */
  @Example
  void aDeadChannelKeepsItsBias() {
    float[] weights = new float[INPUTS * OUTPUTS];
    for (int i = 0; i < INPUTS; i++) {
      weights[i] = 1e-20f;
      weights[INPUTS + i] = 0;
      weights[2 * INPUTS + i] = 1e-9f * (i - 2);
      weights[3 * INPUTS + i] = 0.1f * i;
    }
    Op.Conv conv = conv(weights, new float[] {3.7f, -2.5f, 900, 0});
    for (ElementType type : ElementType.values()) {
      QuantizedWeights q = quantize(conv, TensorQuantization.uniform(type, 0.01, 0, INPUTS), 0);
      for (int o = 0; o < OUTPUTS; o++) {
        double got = q.bias()[o] * q.scale()[o];
        assertEquals(conv.bias()[o], got, Math.abs(conv.bias()[o]) * 1e-6);
      }
    }
  }

  @Property(tries = 100)
  void aSummandGoesIntoTheBias(@ForAll @DoubleRange(min = -10, max = 10) double summand) {
    float[] weights = new float[INPUTS * OUTPUTS];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 0.01f * (i - 11);
    }
    QuantizedWeights q =
        quantize(
            conv(weights, new float[] {1, -1, 0, 5}),
            TensorQuantization.uniform(ElementType.INT16, 1e-3, 0, INPUTS),
            summand);
    assertEquals(1 + summand, q.bias()[0] * q.scale()[0], q.scale()[0]);
    assertEquals(5 + summand, q.bias()[3] * q.scale()[3], q.scale()[3]);
  }

  @Example
  void scalesOfInputChannelsAreInTheWeights() {
    float[] weights = new float[INPUTS * OUTPUTS];
    double[] scale = new double[INPUTS];
    for (int i = 0; i < INPUTS; i++) {
      scale[i] = Math.scalb(1.0, -i);
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 1;
    }
    QuantizedWeights q =
        quantize(
            conv(weights, new float[OUTPUTS]),
            new TensorQuantization(ElementType.INT8, scale, new double[INPUTS]),
            0);
    for (int k = 0; k < INPUTS; k++) {
      assertEquals(127 * scale[k], q.weights()[k], 0.5);
    }
  }

  private static Op.Conv conv(float[] weights, float[] bias) {
    return new Op.Conv(Window.pointwise(), 1, OUTPUTS, weights, bias);
  }

  private static QuantizedWeights quantize(Op.Conv conv, TensorQuantization in, double summand) {
    return new WeightQuantizer(true, new Parallel(2))
        .quantize(conv, in, summand, Optional.empty(), Optional.empty());
  }
}

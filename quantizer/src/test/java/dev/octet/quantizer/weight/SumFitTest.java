package dev.octet.quantizer.weight;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.parallel.Parallel;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.simulate.ActivationStore;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.operation.Window;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights fitted to wanted sums: docs/arithmetic.md, equation 29. */
class SumFitTest {
  private static final int SIDE = 10;
  private static final int CHANNELS = 6;

  /**
   * Inputs whose channels leak into one another, as those of layers with rounded weights do.
   *
   * @param real what the float network has, [image][pixel and channel]
   * @param store what the quantized one has
   */
  private record Inputs(double[][] real, ActivationStore store, TensorQuantization quantization) {
    static Inputs random(int images, double leak, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      double[] scale = new double[CHANNELS];
      for (int c = 0; c < CHANNELS; c++) {
        scale[c] = 1e-4 * (1 + random.nextInt(8));
      }
      TensorQuantization quantization =
          new TensorQuantization(ElementType.INT16, scale, new double[CHANNELS]);
      double[][] real = new double[images][SIDE * SIDE * CHANNELS];
      ActivationStore store = new ActivationStore(images);
      for (int i = 0; i < images; i++) {
        short[] elements = new short[real[i].length];
        for (int e = 0; e < elements.length; e++) {
          real[i][e] = random.nextDouble() - 0.3;
        }
        for (int e = 0; e < elements.length; e++) {
          int other = e / CHANNELS * CHANNELS + (e + 1) % CHANNELS;
          elements[e] =
              (short) quantization.quantize(real[i][e] + leak * real[i][other], e % CHANNELS);
        }
        store.put("x", i, elements);
      }
      return new Inputs(real, store, quantization);
    }

    double quantized(int image, int index) {
      return quantization.dequantize(((short[]) store.get("x", image))[index], index % CHANNELS);
    }
  }

  private static Op.Conv conv(Window window, int groups) {
    SplittableRandom random = new SplittableRandom(5);
    int outputs = groups == 1 ? 4 : CHANNELS;
    float[] weights =
        new float[outputs * window.kernelHeight * window.kernelWidth * CHANNELS / groups];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (random.nextDouble() - 0.5);
    }
    return new Op.Conv(window, groups, outputs, weights, new float[outputs]);
  }

  private static final Window POINTWISE = Window.pointwise();
  private static final Window SQUARE = Window.square(3, 1, 1);

  /** A layer's sums on an image: of the real inputs, or of the quantized ones. */
  private static double sum(Op.Conv conv, Inputs inputs, boolean real, int image, int p, int o) {
    Window window = conv.window();
    int perGroup = CHANNELS / conv.groups();
    int first = o / (conv.outputChannels() / conv.groups()) * perGroup;
    double sum = 0;
    for (int k = 0; k < conv.weightsPerChannel(); k++) {
      int tap = k / perGroup;
      int y = p / SIDE + tap / window.kernelWidth - window.padTop;
      int x = p % SIDE + tap % window.kernelWidth - window.padLeft;
      if (y >= 0 && y < SIDE && x >= 0 && x < SIDE) {
        int at = (y * SIDE + x) * CHANNELS + first + k % perGroup;
        double value = real ? inputs.real[image][at] : inputs.quantized(image, at);
        sum += conv.weights()[o * conv.weightsPerChannel() + k] * value;
      }
    }
    return sum;
  }

  private static float[][] wanted(Op.Conv conv, Inputs inputs, double noise) {
    SplittableRandom random = new SplittableRandom(9);
    PatchPositions at =
        PatchPositions.of(conv, new Shape(SIDE, SIDE, CHANNELS), inputs.real.length);
    float[][] wanted = new float[at.count()][conv.outputChannels()];
    for (int s = 0; s < wanted.length; s++) {
      for (int o = 0; o < wanted[s].length; o++) {
        double exact = sum(conv, inputs, true, at.image(s), at.pixel(s), o);
        wanted[s][o] = (float) (exact + noise * (random.nextDouble() - 0.5));
      }
    }
    return wanted;
  }

  private static Op.Conv fit(Op.Conv conv, Inputs inputs, float[][] wanted, int threads) {
    return SumFit.fit(
        conv,
        new Shape(SIDE, SIDE, CHANNELS),
        "x",
        inputs.quantization,
        inputs.store,
        wanted,
        new Parallel(threads));
  }

  /** Mean square of what a layer's sums on quantized inputs lack of the float network's. */
  private static double error(Op.Conv has, Op.Conv wants, Inputs inputs) {
    double error = 0;
    for (int image = 0; image < inputs.real.length; image++) {
      for (int p = 0; p < SIDE * SIDE; p++) {
        for (int o = 0; o < wants.outputChannels(); o++) {
          double lacks =
              sum(wants, inputs, true, image, p, o) - sum(has, inputs, false, image, p, o);
          error += lacks * lacks;
        }
      }
    }
    return error;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void whatLeakedFromOtherChannelsIsMadeUpFor(int kernel) {
    Op.Conv conv = conv(kernel == 1 ? POINTWISE : SQUARE, 1);
    Inputs inputs = Inputs.random(40, 0.1, 1);
    Op.Conv fitted = fit(conv, inputs, wanted(conv, inputs, 0.001), 2);
    Inputs others = Inputs.random(5, 0.1, 2);
    // Means are the bias correction's: inputs of 0.2 on average leave some of the error here.
    double before = error(conv, conv, others);
    double after = error(fitted, conv, others);
    assertTrue(after < 0.1 * before, after + " of " + before);
    assertArrayEquals(conv.bias(), fitted.bias());
  }

  @Test
  void depthwiseWeightsMakeUpForTheirOwnChannel() {
    Op.Conv conv = conv(SQUARE, CHANNELS);
    Inputs inputs = Inputs.random(40, 0, 1);
    Inputs shrunk = new Inputs(inputs.real.clone(), inputs.store, inputs.quantization);
    for (int i = 0; i < shrunk.real.length; i++) {
      shrunk.real[i] = inputs.real[i].clone();
      for (int e = 0; e < shrunk.real[i].length; e++) {
        shrunk.real[i][e] *= 1.1;
      }
    }
    Op.Conv fitted = fit(conv, shrunk, wanted(conv, shrunk, 0.001), 2);
    for (int k = 0; k < fitted.weights().length; k++) {
      double gain = fitted.weights()[k] / conv.weights()[k];
      assertTrue(gain > 1.08 && gain < 1.11, "weight " + k + " times " + gain);
    }
  }

  @Test
  void noiseIsNotFitted() {
    Op.Conv conv = conv(SQUARE, 1);
    Inputs inputs = Inputs.random(40, 0, 1);
    assertSame(conv, fit(conv, inputs, wanted(conv, inputs, 0.1), 2));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, CHANNELS})
  void threadsDoNotMatter(int groups) {
    Op.Conv conv = conv(SQUARE, groups);
    Inputs inputs = Inputs.random(30, 0.2, 3);
    float[][] wanted = wanted(conv, inputs, 0.01);
    Op.Conv one = fit(conv, inputs, wanted, 1);
    assertNotSame(conv, one);
    assertArrayEquals(one.weights(), fit(conv, inputs, wanted, 2).weights());
    assertArrayEquals(one.weights(), fit(conv, inputs, wanted, 5).weights());
  }

  @Test
  void oneInputCannotBeTriedOnAnother() {
    Op.Conv conv = conv(POINTWISE, 1);
    Inputs inputs = Inputs.random(1, 0.1, 1);
    assertSame(conv, fit(conv, inputs, wanted(conv, inputs, 0), 2));
  }

  @Test
  void aDeadChannelKeepsItsWeights() {
    Op.Conv conv = conv(POINTWISE, CHANNELS);
    Inputs inputs = Inputs.random(40, 0.3, 1);
    for (int i = 0; i < 40; i++) {
      short[] elements = (short[]) inputs.store.get("x", i);
      for (int p = 0; p < SIDE * SIDE; p++) {
        elements[p * CHANNELS] = 0;
      }
    }
    Op.Conv fitted = fit(conv, inputs, wanted(conv, inputs, 0), 2);
    assertTrue(fitted.weights()[0] == conv.weights()[0], "" + fitted.weights()[0]);
    assertNotSame(conv, fitted);
  }
}

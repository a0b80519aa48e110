package dev.octet.quantizer;

import dev.octet.quantizer.range.TensorQuantization;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * How close the quantized logits are to the float ones on some inputs.
 *
 * @param sqnrDb signal-to-quantization-noise ratio of all logits, dB
 * @param lowSqnrDb the same of single inputs: 19 in 20 have at least this
 * @param agreement share of inputs with the same top answer, 0 to 1
 */
record TuningFidelity(double sqnrDb, double lowSqnrDb, double agreement) {
  private static final int ONE_IN = 20;

  /** The error's power over the signal's. */
  double relativeNoise() {
    return StrictMath.pow(10, -sqnrDb / 10);
  }

  static TuningFidelity of(
      IntFunction<float[]> logits, short[][] answers, TensorQuantization quantization) {
    double signal = 0;
    double noise = 0;
    int same = 0;
    double[] single = new double[answers.length];
    for (int i = 0; i < answers.length; i++) {
      float[] wanted = logits.apply(i);
      short[] got = answers[i];
      int best = 0;
      int bestGot = 0;
      double imageSignal = 0;
      double imageNoise = 0;
      for (int c = 0; c < wanted.length; c++) {
        double error = wanted[c] - quantization.dequantize(got[c], c);
        imageSignal += (double) wanted[c] * wanted[c];
        imageNoise += error * error;
        best = wanted[c] > wanted[best] ? c : best;
        bestGot = got[c] > got[bestGot] ? c : bestGot;
      }
      signal += imageSignal;
      noise += imageNoise;
      single[i] = decibels(imageSignal, imageNoise);
      same += best == bestGot ? 1 : 0;
    }
    Arrays.sort(single);
    return new TuningFidelity(
        decibels(signal, noise), single[single.length / ONE_IN], (double) same / answers.length);
  }

  private static double decibels(double signal, double noise) {
    return 10
        * StrictMath.log10(
            Math.max(signal, Double.MIN_NORMAL) / Math.max(noise, Double.MIN_NORMAL));
  }
}

package dev.octet.quantizer;

import dev.octet.quantizer.range.ActivationStatistics;
import dev.octet.quantizer.range.TensorQuantization;

/**
 * How close the quantized logits are to the float ones on the tuning inputs.
 *
 * @param sqnrDb signal-to-quantization-noise ratio of the logits, dB
 * @param agreement share of inputs with the same top answer, 0 to 1
 */
record TuningFidelity(double sqnrDb, double agreement) {
  /** The error's power over the signal's. */
  double relativeNoise() {
    return StrictMath.pow(10, -sqnrDb / 10);
  }

  static TuningFidelity of(
      ActivationStatistics statistics,
      SequentialQuantizer.Result result,
      TensorQuantization quantization) {
    double signal = 0;
    double noise = 0;
    int same = 0;
    for (int i = 0; i < result.outputs().length; i++) {
      float[] wanted = statistics.logits()[i];
      short[] got = result.outputs()[i];
      int best = 0;
      int bestGot = 0;
      for (int c = 0; c < wanted.length; c++) {
        double error = wanted[c] - quantization.dequantize(got[c], c);
        signal += (double) wanted[c] * wanted[c];
        noise += error * error;
        best = wanted[c] > wanted[best] ? c : best;
        bestGot = got[c] > got[bestGot] ? c : bestGot;
      }
      same += best == bestGot ? 1 : 0;
    }
    return new TuningFidelity(
        10 * StrictMath.log10(signal / Math.max(noise, Double.MIN_NORMAL)),
        (double) same / result.outputs().length);
  }
}

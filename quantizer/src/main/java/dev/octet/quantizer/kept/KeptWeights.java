package dev.octet.quantizer.kept;

import dev.octet.model.graph.Op;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.weight.QuantizedWeights;

/** A convolution's own integers, which its real weights are exact multiples of a scale for. */
final class KeptWeights {
  /** The largest weight of a schedule. */
  static final int LARGEST = 127;

  private KeptWeights() {}

  /** A weight as the file's integer, its zero point taken off: -255 to 255. */
  static int integer(float weight, double scale) {
    return scale > 0 ? (int) Math.rint(weight / scale) : 0;
  }

  /** The scale of an output channel: one stands for all. */
  static double scale(double[] scales, int channel) {
    return scales[scales.length == 1 ? 0 : channel];
  }

  /**
   * The integers.
   *
   * @param scales of the weights, one or one per output channel
   * @param in quantization of the input, one scale and zero point for all channels
   */
  static QuantizedWeights of(Op.Conv conv, double[] scales, TensorQuantization in) {
    int channels = conv.outputChannels();
    int perChannel = conv.weightsPerChannel();
    byte[] weights = new byte[conv.weights().length];
    int[] bias = new int[channels];
    double[] unit = new double[channels];
    int zero = in.zeroPoints()[0];
    for (int o = 0; o < channels; o++) {
      double scale = scale(scales, o);
      long sum = 0;
      for (int i = o * perChannel; i < (o + 1) * perChannel; i++) {
        weights[i] = (byte) integer(conv.weights()[i], scale);
        sum += weights[i];
      }
      unit[o] = in.scale()[0] * scale;
      double own = unit[o] > 0 ? Math.rint(conv.bias()[o] / unit[o]) : 0;
      bias[o] = (int) Math.max(Math.min(own - zero * sum, Integer.MAX_VALUE), Integer.MIN_VALUE);
    }
    return new QuantizedWeights(weights, bias, unit);
  }

  /** The largest magnitude of any integer. */
  static int largest(Op.Conv conv, double[] scales) {
    int largest = 0;
    int perChannel = conv.weightsPerChannel();
    for (int i = 0; i < conv.weights().length; i++) {
      int q = Math.abs(integer(conv.weights()[i], scale(scales, i / perChannel)));
      largest = Math.max(largest, q);
    }
    return largest;
  }
}

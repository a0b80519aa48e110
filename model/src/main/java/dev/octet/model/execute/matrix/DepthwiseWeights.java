package dev.octet.model.execute.matrix;

import dev.octet.model.graph.Op;

/** Reorders depthwise weights. */
final class DepthwiseWeights {
  private DepthwiseWeights() {}

  /** From [channel][tap] to [tap][channel], taps in row-major order. */
  static float[] tapsFirst(Op.Conv conv) {
    int channels = conv.outputChannels();
    int taps = conv.weightsPerChannel();
    float[] result = new float[taps * channels];
    for (int c = 0; c < channels; c++) {
      for (int t = 0; t < taps; t++) {
        result[t * channels + c] = conv.weights()[c * taps + t];
      }
    }
    return result;
  }
}

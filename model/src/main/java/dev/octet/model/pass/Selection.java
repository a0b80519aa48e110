package dev.octet.model.pass;

import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import dev.octet.runtime.schedule.operation.Window;
import java.util.Optional;

/**
 * Channels that are picked, ordered or repeated, as a 1x1 convolution of ones and zeros: RGB to
 * BGR, gray to three channels.
 *
 * @param source per output channel the input channel that it is
 * @param channels channels of the input
 */
record Selection(int[] source, int channels) {
  private static final Window POINT = Window.pointwise();

  /** What a node selects, if it does nothing else. */
  static Optional<Selection> of(Node node) {
    if (!(node.op() instanceof Op.Conv conv)
        || conv.groups() != 1
        || !conv.window().isPointwise()) {
      return Optional.empty();
    }
    int channels = conv.weightsPerChannel();
    int[] source = new int[conv.outputChannels()];
    for (int o = 0; o < source.length; o++) {
      source[o] = -1;
      for (int c = 0; c < channels; c++) {
        float weight = conv.weights()[o * channels + c];
        if (weight == 1 && source[o] < 0) {
          source[o] = c;
        } else if (weight != 0) {
          return Optional.empty();
        }
      }
      if (source[o] < 0 || conv.bias()[o] != 0) {
        return Optional.empty();
      }
    }
    return Optional.of(new Selection(source, channels));
  }

  /**
   * Values per input channel that these values per output channel follow from, if there are any.
   */
  Optional<float[]> before(float[] after, float unread) {
    float[] values = new float[channels];
    boolean[] known = new boolean[channels];
    for (int o = 0; o < source.length; o++) {
      if (known[source[o]] && values[source[o]] != after[o]) {
        return Optional.empty();
      }
      values[source[o]] = after[o];
      known[source[o]] = true;
    }
    for (int c = 0; c < channels; c++) {
      values[c] = known[c] ? values[c] : unread;
    }
    return Optional.of(values);
  }

  /** The convolution. */
  Op.Conv convolution() {
    float[] weights = new float[source.length * channels];
    for (int o = 0; o < source.length; o++) {
      weights[o * channels + source[o]] = 1;
    }
    return new Op.Conv(POINT, 1, source.length, weights, new float[source.length]);
  }
}

package dev.octet.runtime.vector;

import dev.octet.runtime.schedule.Convolution;

/** Proofs, at load, that float arithmetic on a layer's integers is exact. */
final class Exactness {
  /** Integers up to here are floats, and so are sums of them in any order. */
  static final long FLOAT_LIMIT = 1L << 24;

  private Exactness() {}

  /**
   * The largest magnitude that any partial sum of a channel can reach, the bias included, for int8
   * inputs: {@code |bias| + 128 * sum|w|}.
   */
  static long bound(Convolution operation, int channel, int weightsPerChannel) {
    long sum = 0;
    int first = channel * weightsPerChannel;
    for (int i = first; i < first + weightsPerChannel; i++) {
      sum += Math.abs(operation.weights.at(i));
    }
    return Math.abs((long) operation.bias[channel]) + 128 * sum;
  }

  /** The largest {@link #bound} of all channels. */
  static long bound(Convolution operation, int weightsPerChannel) {
    long largest = 0;
    for (int c = 0; c < operation.bias.length; c++) {
      largest = Math.max(largest, bound(operation, c, weightsPerChannel));
    }
    return largest;
  }

  /**
   * Whether {@code x * m / 2^s} can lie exactly halfway between two integers for an integer {@code
   * 0 < |x| <= limit}: that takes an x with exactly {@code s - 1 - v2(m)} trailing zero bits, v2
   * being the trailing zero bits of m.
   */
  static boolean tiePossible(int multiplier, int shift, double limit) {
    if (multiplier == 0) {
      return false;
    }
    int zeros = shift - 1 - Integer.numberOfTrailingZeros(multiplier);
    return zeros >= 0 && Math.scalb(1.0, zeros) <= limit;
  }
}

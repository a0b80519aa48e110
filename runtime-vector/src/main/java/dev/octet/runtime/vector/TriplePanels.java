package dev.octet.runtime.vector;

import dev.octet.runtime.schedule.Weights;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * A weight matrix as panels for {@link TripleTiles}: output channels in groups of 32 (with AVX-512;
 * the last may have 16), each [depth][vector][lane]; of each two vectors the first one has the even
 * channels. Kept as longs, or as bytes that are widened a few terms at a time.
 */
final class TriplePanels {
  /** Output channels of a full panel, in vectors of channels. */
  private static final int FULL = 2;

  /** Rows of the matrix: output channels. */
  final int outputs;

  /** Columns of the matrix: terms of a sum. */
  final int depth;

  /** Number of panels. */
  final int count;

  /** All panels as longs, one behind the other, or null. */
  final long[] weights;

  /** All panels as bytes, one behind the other, or null. */
  private final byte[] narrow;

  /** Packs [outputs][depth] weights, as bytes or as longs. */
  TriplePanels(Weights source, int outputs, int depth, boolean bytes) {
    this.outputs = outputs;
    this.depth = depth;
    int padded = Lanes.roundUp(outputs);
    this.count = (padded + width() - 1) / width();
    this.weights = bytes ? null : new long[padded * depth];
    this.narrow = bytes ? new byte[padded * depth + Lanes.COUNT] : null;
    for (int o = 0; o < outputs; o++) {
      int panel = o / width();
      int at = place(o) - first(panel);
      int from = source.offset() + o * depth;
      for (int k = 0; k < depth; k++) {
        int to = start(panel) + k * lanes(panel) + at;
        if (bytes) {
          narrow[to] = source.data()[from + k];
        } else {
          weights[to] = source.data()[from + k];
        }
      }
    }
  }

  /** Where a channel stands among all. */
  static int place(int channel) {
    int lane = channel % Lanes.COUNT;
    return channel - lane + lane % 2 * Lanes.HALF + lane / 2;
  }

  /** Output channels of a full panel. */
  static int width() {
    return FULL * Lanes.COUNT;
  }

  /** Vectors of longs of a panel, 2 or 4. */
  int vectors(int panel) {
    return lanes(panel) / Lanes.HALF;
  }

  /** Output channels of a panel with padding. */
  int lanes(int panel) {
    return Math.min(width(), Lanes.roundUp(outputs) - first(panel));
  }

  /** First output channel of a panel. */
  static int first(int panel) {
    return panel * width();
  }

  /** Output channels of a panel, without padding. */
  int channels(int panel) {
    return Math.min(width(), outputs - first(panel));
  }

  /** Index of a panel's first weight. */
  int start(int panel) {
    return first(panel) * depth;
  }

  /** Writes some terms of a panel of bytes as longs. */
  void widen(int panel, int begin, int end, long[] to, int at) {
    int lanes = lanes(panel);
    widen(narrow, start(panel) + begin * lanes, to, at, (end - begin) * lanes);
  }

  private static void widen(byte[] source, int from, long[] to, int at, int count) {
    to[at] = Lanes.touch(source, from, count);
    for (int i = 0; i < count; i += Lanes.HALF) {
      ((LongVector)
              Lanes.LONGS.cast(
                  ByteVector.fromArray(Lanes.BYTE, source, from + i)
                      .convertShape(VectorOperators.B2L, Lanes.LONG, 0)))
          .intoArray(to, at + i);
    }
  }
}

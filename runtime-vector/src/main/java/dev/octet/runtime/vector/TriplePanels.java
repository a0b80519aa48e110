package dev.octet.runtime.vector;

import dev.octet.runtime.schedule.Weights;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * A weight matrix as panels for {@link TripleTiles}: output channels in groups of 32 (with AVX-512;
 * the last may have 16), each [depth][vector][lane]; of each two vectors the first one has the even
 * channels. Kept as bytes, an eighth of the memory to read, and widened to longs where they are
 * used.
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

  /** All panels, one behind the other, readable up to a whole vector. */
  private final byte[] weights;

  /** Packs [outputs][depth] weights. */
  TriplePanels(Weights source, int outputs, int depth) {
    this.outputs = outputs;
    this.depth = depth;
    int padded = Lanes.roundUp(outputs);
    this.count = (padded + width() - 1) / width();
    this.weights = new byte[padded * depth + Lanes.COUNT];
    for (int o = 0; o < outputs; o++) {
      int panel = o / width();
      int at = place(o) - first(panel);
      int from = source.offset() + o * depth;
      for (int k = 0; k < depth; k++) {
        weights[start(panel) + k * lanes(panel) + at] = source.data()[from + k];
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

  /** Index of a panel's first weight. */
  int start(int panel) {
    return first(panel) * depth;
  }

  /** Number of weights with padding. */
  int size() {
    return Lanes.roundUp(outputs) * depth;
  }

  /** Writes all panels as longs. */
  void widen(long[] to, int at) {
    widen(weights, 0, to, at, size());
  }

  /** Writes some terms of a panel as longs. */
  void widen(int panel, int begin, int end, long[] to, int at) {
    int lanes = lanes(panel);
    widen(weights, start(panel) + begin * lanes, to, at, (end - begin) * lanes);
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

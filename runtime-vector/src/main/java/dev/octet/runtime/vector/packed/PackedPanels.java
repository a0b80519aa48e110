package dev.octet.runtime.vector.packed;

import dev.octet.runtime.schedule.operation.Weights;
import dev.octet.runtime.vector.lanes.Lanes;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * A weight matrix as panels for {@link PackedTiles}: output channels in groups of 32 (with
 * AVX-512), the last ones of 16 or 24, each [depth][vector][lane]; of each two vectors the first
 * one has the even channels, and a third one has its channels in order. A single vector left over
 * would be slow (each product needs its own broadcast), so that five vectors become two and three.
 * Kept as bytes, an eighth of the memory to read, and widened to longs where they are used.
 */
public final class PackedPanels {
  /** Vectors of longs of a full panel. */
  private static final int FULL = 4;

  /** Vectors of longs of the smallest panel. */
  private static final int LEAST = 2;

  /** Rows of the matrix: output channels. */
  final int outputs;

  /** Columns of the matrix: terms of a sum. */
  final int depth;

  /** Number of panels. */
  final int count;

  /** First vector of longs of each panel, and the number of vectors at the end. */
  private final int[] begin;

  /** All panels, one after the other, readable up to a whole vector. */
  private final byte[] weights;

  /** Packs [outputs][depth] weights. */
  PackedPanels(Weights source, int outputs, int depth) {
    this.outputs = outputs;
    this.depth = depth;
    this.begin = split((outputs + Lanes.HALF - 1) / Lanes.HALF);
    this.count = begin.length - 1;
    this.weights = new byte[size() + Lanes.COUNT];
    for (int panel = 0; panel < count; panel++) {
      int lanes = lanes(panel);
      for (int c = 0; c < Math.min(lanes, outputs - first(panel)); c++) {
        int to = start(panel) + place(panel, c);
        int from = source.offset() + (first(panel) + c) * depth;
        for (int k = 0; k < depth; k++) {
          weights[to + k * lanes] = source.data()[from + k];
        }
      }
    }
  }

  private static int[] split(int vectors) {
    int panels = (vectors + FULL - 1) / FULL;
    int[] begin = new int[panels + 1];
    for (int i = 0; i < panels; i++) {
      begin[i] = i * FULL;
    }
    begin[panels] = Math.max(vectors, LEAST);
    if (panels > 1 && vectors % FULL == 1) {
      begin[panels - 1] -= FULL - LEAST;
    }
    return begin;
  }

  /** Where a channel of a panel stands in each of its rows. */
  int place(int panel, int channel) {
    int lane = channel % Lanes.COUNT;
    boolean paired = channel - lane + Lanes.COUNT <= lanes(panel);
    return paired ? channel - lane + lane % 2 * Lanes.HALF + lane / 2 : channel;
  }

  /** Output channels of a full panel. */
  static int width() {
    return FULL * Lanes.HALF;
  }

  /** Vectors of longs of a panel, 2 to {@link #FULL}. */
  int vectors(int panel) {
    return begin[panel + 1] - begin[panel];
  }

  /** Output channels of a panel with padding. */
  int lanes(int panel) {
    return vectors(panel) * Lanes.HALF;
  }

  /** First output channel of a panel, a multiple of {@link Lanes#COUNT}. */
  int first(int panel) {
    return begin[panel] * Lanes.HALF;
  }

  /** Index of a panel's first weight. */
  int start(int panel) {
    return first(panel) * depth;
  }

  /** Output channels of all panels with padding. */
  int padded() {
    return begin[count] * Lanes.HALF;
  }

  /** Number of weights with padding. */
  int size() {
    return padded() * depth;
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

package dev.octet.runtime.vector;

import dev.octet.runtime.schedule.Weights;

/**
 * A weight matrix as float panels: output channels in groups of up to four vectors, each group
 * [depth][lanes of the group], so that a tile reads its weights as a stream. The last group is
 * padded with zeros to whole vectors.
 */
final class Panels {
  /** Vectors of a full panel. */
  static final int FULL = 4;

  /** Rows of the matrix: output channels. */
  final int outputs;

  /** Columns of the matrix: terms of a sum, perhaps padded. */
  final int depth;

  /** Number of panels. */
  final int count;

  /** All panels, one behind the other. */
  final float[] weights;

  /** Starting values of the sums, padded like the panels. */
  final float[] bias;

  /** Packs [outputs][terms] weights; terms behind them, up to depth, weigh nothing. */
  Panels(Weights source, int[] bias, int terms, int depth) {
    this.outputs = bias.length;
    this.depth = depth;
    this.count = (outputs + width() - 1) / width();
    int padded = Lanes.roundUp(outputs);
    this.weights = new float[padded * depth];
    this.bias = new float[padded];
    byte[] data = source.data();
    for (int o = 0; o < outputs; o++) {
      this.bias[o] = bias[o];
      int panel = o / width();
      int pitch = vectors(panel) * Lanes.COUNT;
      int to = start(panel) + o % width();
      int from = source.offset() + o * terms;
      for (int k = 0; k < terms; k++) {
        weights[to + k * pitch] = data[from + k];
      }
    }
  }

  /** Output channels of a full panel. */
  static int width() {
    return FULL * Lanes.COUNT;
  }

  /** Vectors of a panel, 1 to {@link #FULL}. */
  int vectors(int panel) {
    return Math.min(FULL, (Lanes.roundUp(outputs) - panel * width()) / Lanes.COUNT);
  }

  /** Output channels of a panel, without padding. */
  int channels(int panel) {
    return Math.min(width(), outputs - panel * width());
  }

  /** Index of a panel's first weight. */
  int start(int panel) {
    return panel * width() * depth;
  }
}

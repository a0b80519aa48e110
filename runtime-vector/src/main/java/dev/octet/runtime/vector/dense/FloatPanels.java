package dev.octet.runtime.vector.dense;

import dev.octet.runtime.schedule.operation.Weights;
import dev.octet.runtime.vector.lanes.Lanes;
import java.util.function.IntUnaryOperator;

/**
 * A weight matrix as panels: output channels in groups of up to four vectors, each group
 * [depth][lanes of the group], so that a tile reads its weights as a stream. The last group is
 * padded with zeros to whole vectors. A single vector left over would be slow (each product needs
 * its own broadcast), so that five vectors become three and two. Kept as floats, or as bytes that
 * {@link #widen} makes floats of, one panel at a time: a quarter of the memory to read, which pays
 * when a panel is used once in an inference.
 */
public final class FloatPanels {
  /** Vectors of a full panel. */
  static final int FULL = 4;

  /** Rows of the matrix: output channels. */
  final int outputs;

  /** Columns of the matrix: terms of a sum. */
  final int depth;

  /** Number of panels. */
  public final int count;

  /** All panels as floats, one after the other, or null. */
  public final float[] weights;

  /** All panels as bytes, one after the other, or null. */
  private final byte[] narrow;

  /** Starting values of the sums, padded like the panels. */
  final float[] bias;

  /** First vector of each panel, and the number of vectors at the end. */
  private final int[] begin;

  /** Packs [outputs][depth] weights, as bytes or as floats. */
  public FloatPanels(Weights source, int[] bias, int depth, boolean bytes) {
    this(source, bias, depth, bytes, IntUnaryOperator.identity());
  }

  /** The same with the terms in another order: which one stands at a place. */
  FloatPanels(Weights source, int[] bias, int depth, boolean bytes, IntUnaryOperator term) {
    this.outputs = bias.length;
    this.depth = depth;
    this.begin = split(Lanes.roundUp(outputs) / Lanes.COUNT);
    this.count = begin.length - 1;
    int padded = Lanes.roundUp(outputs);
    this.weights = bytes ? null : new float[padded * depth];
    this.narrow = bytes ? new byte[padded * depth + Lanes.REACH] : null;
    this.bias = new float[padded];
    byte[] data = source.data();
    for (int panel = 0; panel < count; panel++) {
      int pitch = vectors(panel) * Lanes.COUNT;
      for (int i = 0; i < channels(panel); i++) {
        int o = first(panel) + i;
        this.bias[o] = bias[o];
        int to = start(panel) + i;
        int from = source.offset() + o * depth;
        for (int k = 0; k < depth; k++) {
          byte weight = data[from + term.applyAsInt(k)];
          if (bytes) {
            narrow[to + k * pitch] = weight;
          } else {
            weights[to + k * pitch] = weight;
          }
        }
      }
    }
  }

  /** Floats that {@link #widen} writes at most. */
  int widened() {
    return narrow == null ? 0 : width() * depth;
  }

  /** Writes a panel of bytes as floats. */
  void widen(int panel, float[] to, int at) {
    int count = vectors(panel) * Lanes.COUNT * depth;
    to[at] = Lanes.touch(narrow, start(panel), count);
    Lanes.widen(narrow, start(panel), to, at, count);
  }

  private static int[] split(int vectors) {
    int panels = (vectors + FULL - 1) / FULL;
    int[] begin = new int[panels + 1];
    for (int i = 0; i < panels; i++) {
      begin[i] = i * FULL;
    }
    begin[panels] = vectors;
    if (panels > 1 && vectors % FULL == 1) {
      begin[panels - 1]--;
    }
    return begin;
  }

  /** Output channels of a full panel. */
  public static int width() {
    return FULL * Lanes.COUNT;
  }

  /** Vectors of a panel, 1 to {@link #FULL}. */
  public int vectors(int panel) {
    return begin[panel + 1] - begin[panel];
  }

  /** First output channel of a panel. */
  public int first(int panel) {
    return begin[panel] * Lanes.COUNT;
  }

  /** Output channels of a panel, without padding. */
  public int channels(int panel) {
    return Math.min(vectors(panel) * Lanes.COUNT, outputs - first(panel));
  }

  /** Index of a panel's first weight. */
  public int start(int panel) {
    return first(panel) * depth;
  }
}

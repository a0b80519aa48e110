package dev.octet.runtime.preprocess;

import java.util.Arrays;

/**
 * The two passes of the resize. Every input row is filtered along the row and rounded to 8 bits,
 * once; a ring of such rows feeds the filter down the columns. Only what the crop needs is read.
 * Not for use by several threads.
 */
final class Resampler {
  private static final int HALF = 1 << (Coefficients.FRACTION_BITS - 1);

  private final int height;
  private final int width;
  private final int channels;
  private final int[] sum;

  private int planWidth;
  private int planHeight;
  private Coefficients across;
  private Coefficients down;
  private int[] row = new int[0];
  private int[][] ring = new int[0][];

  /** Prepares for outputs of the given size; channels are 1 or 3. */
  Resampler(int height, int width, int channels) {
    this.height = height;
    this.width = width;
    this.channels = channels;
    this.sum = new int[width * channels];
  }

  /** Whether the plan is for pictures of this size. */
  boolean planned(int pictureWidth, int pictureHeight) {
    return planWidth == pictureWidth && planHeight == pictureHeight;
  }

  /** Computes the weights for pictures of one size; buffers only grow. */
  void plan(int pictureWidth, int pictureHeight, Geometry geometry) {
    planWidth = 0;
    across = new Coefficients(pictureWidth, geometry.resizedWidth, geometry.left, width);
    down = new Coefficients(pictureHeight, geometry.resizedHeight, geometry.top, height);
    int rowLength = (across.high - across.low) * channels;
    if (row.length < rowLength) {
      row = new int[rowLength];
    }
    if (ring.length < down.maxTaps) {
      int[][] longer = new int[down.maxTaps][];
      System.arraycopy(ring, 0, longer, 0, ring.length);
      for (int i = ring.length; i < longer.length; i++) {
        longer[i] = new int[width * channels];
      }
      ring = longer;
    }
    planWidth = pictureWidth;
    planHeight = pictureHeight;
  }

  /**
   * Resizes a picture of the planned size.
   *
   * @param frame the picture
   * @param table what each value of each channel becomes, [channel][256], or null to keep it
   * @param out receives height x width x channels bytes
   * @param offset first byte to write
   */
  void run(Frame frame, byte[] table, byte[] out, int offset) {
    int next = down.low;
    int at = offset;
    for (int y = 0; y < height; y++) {
      int end = down.first[y] + down.begin[y + 1] - down.begin[y];
      for (next = Math.max(next, down.first[y]); next < end; next++) {
        frame.read(next, across.low, across.high - across.low, channels, row);
        if (channels == 1) {
          filterLuma(ring[next % ring.length]);
        } else {
          filterColor(ring[next % ring.length]);
        }
      }
      filterDown(y);
      at = store(table, out, at);
    }
  }

  private void filterColor(int[] target) {
    int[] source = row;
    int[] weight = across.weight;
    int to = 0;
    for (int x = 0; x < width; x++) {
      int from = (across.first[x] - across.low) * 3;
      int red = HALF;
      int green = HALF;
      int blue = HALF;
      for (int k = across.begin[x]; k < across.begin[x + 1]; k++) {
        int w = weight[k];
        red += w * source[from];
        green += w * source[from + 1];
        blue += w * source[from + 2];
        from += 3;
      }
      target[to] = round(red);
      target[to + 1] = round(green);
      target[to + 2] = round(blue);
      to += 3;
    }
  }

  private void filterLuma(int[] target) {
    for (int x = 0; x < width; x++) {
      int from = across.first[x] - across.low;
      int value = HALF;
      for (int k = across.begin[x]; k < across.begin[x + 1]; k++) {
        value += across.weight[k] * row[from++];
      }
      target[x] = round(value);
    }
  }

  private void filterDown(int y) {
    int length = width * channels;
    int[] total = sum;
    Arrays.fill(total, HALF);
    for (int k = down.begin[y]; k < down.begin[y + 1]; k++) {
      int w = down.weight[k];
      int[] source = ring[(down.first[y] + k - down.begin[y]) % ring.length];
      for (int i = 0; i < length; i++) {
        total[i] += w * source[i];
      }
    }
  }

  private int store(byte[] table, byte[] out, int offset) {
    int at = offset;
    if (table == null) {
      for (int i = 0; i < sum.length; i++) {
        out[at++] = (byte) round(sum[i]);
      }
    } else if (channels == 1) {
      for (int i = 0; i < sum.length; i++) {
        out[at++] = table[round(sum[i])];
      }
    } else {
      for (int i = 0; i < sum.length; i += 3) {
        out[at] = table[round(sum[i])];
        out[at + 1] = table[256 + round(sum[i + 1])];
        out[at + 2] = table[512 + round(sum[i + 2])];
        at += 3;
      }
    }
    return at;
  }

  /** Weights are never negative; only their rounding can push a sum above 255. */
  private static int round(int value) {
    return Math.min(value >> Coefficients.FRACTION_BITS, 255);
  }
}

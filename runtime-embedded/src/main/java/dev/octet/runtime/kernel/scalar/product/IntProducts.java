package dev.octet.runtime.kernel.scalar.product;

import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.operation.Convolution;
import java.util.Arrays;

/** Products of ints, for sums that fit one; eight or four terms at a time. */
final class IntProducts extends PixelProducts {
  private final Convolution operation;
  private final boolean wide;
  private final boolean eight;

  /**
   * Prepares them.
   *
   * @param wide whether the inputs are int16
   * @param eight whether eight terms are added at a time
   */
  IntProducts(Convolution operation, int depth, boolean wide, boolean eight) {
    super(depth);
    this.operation = operation;
    this.wide = wide;
    this.eight = eight;
  }

  @Override
  public void gather(
      Memory memory, Scratch scratch, int term, int channel, short pad, int count, int length) {
    int[] row = scratch.rows(depth, length)[term];
    if (wide) {
      PixelRows.gather(row, memory.int16, scratch.ints, channel, pad, count);
    } else {
      PixelRows.gather(row, memory.int8, scratch.ints, channel, pad, count);
    }
  }

  @Override
  public void sum(Scratch scratch, int output, int length) {
    int[] acc = scratch.ints;
    int[][] x = scratch.rows(depth, length);
    byte[] w = operation.weights.data();
    int at = operation.weights.offset() + output * depth;
    Arrays.fill(acc, 0, length, operation.bias[output]);
    int k = 0;
    if (eight) {
      for (; k <= depth - 8; k += 8) {
        addEight(
            acc, x[k], x[k + 1], x[k + 2], x[k + 3], x[k + 4], x[k + 5], x[k + 6], x[k + 7], w,
            at + k, length);
      }
    }
    for (; k <= depth - 4; k += 4) {
      addFour(acc, x[k], x[k + 1], x[k + 2], x[k + 3], w, at + k, length);
    }
    for (; k < depth; k++) {
      addOne(acc, x[k], w[at + k], length);
    }
  }

  private static void addEight(
      int[] acc,
      int[] x0,
      int[] x1,
      int[] x2,
      int[] x3,
      int[] x4,
      int[] x5,
      int[] x6,
      int[] x7,
      byte[] w,
      int at,
      int length) {
    int w0 = w[at];
    int w1 = w[at + 1];
    int w2 = w[at + 2];
    int w3 = w[at + 3];
    int w4 = w[at + 4];
    int w5 = w[at + 5];
    int w6 = w[at + 6];
    int w7 = w[at + 7];
    for (int i = 0; i < length; i++) {
      acc[i] +=
          x0[i] * w0
              + x1[i] * w1
              + x2[i] * w2
              + x3[i] * w3
              + x4[i] * w4
              + x5[i] * w5
              + x6[i] * w6
              + x7[i] * w7;
    }
  }

  private static void addFour(
      int[] acc, int[] x0, int[] x1, int[] x2, int[] x3, byte[] w, int at, int length) {
    int w0 = w[at];
    int w1 = w[at + 1];
    int w2 = w[at + 2];
    int w3 = w[at + 3];
    for (int i = 0; i < length; i++) {
      acc[i] += x0[i] * w0 + x1[i] * w1 + x2[i] * w2 + x3[i] * w3;
    }
  }

  private static void addOne(int[] acc, int[] x, int w, int length) {
    for (int i = 0; i < length; i++) {
      acc[i] += x[i] * w;
    }
  }
}

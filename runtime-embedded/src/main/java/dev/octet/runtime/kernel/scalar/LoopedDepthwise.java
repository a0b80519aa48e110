package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.kernel.scalar.product.PixelRows;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Window;

/**
 * Depthwise convolution whose sums fit an int, lanes over channels: each pixel of the rows under
 * the window becomes an array of ints, because C2 makes vector code of loops over ints in separate
 * arrays, and of no loop that reads bytes. A part is an output row; those of one call share the
 * rows that they read.
 */
final class LoopedDepthwise implements Kernel {
  private final Convolution operation;
  private final TensorSpec input;
  private final TensorSpec output;
  private final boolean wide;
  private final ScalarEpilogue epilogue;
  private final int channels;
  private final int lane;
  private final int columns;
  private final int[][] weights;
  private final int[] bias;
  private final int[] padding;

  LoopedDepthwise(Convolution operation, TensorSpec[] tensors) {
    this.operation = operation;
    this.input = tensors[operation.input(0)];
    this.wide = input.type().wide();
    this.output = tensors[operation.output()];
    this.epilogue = new ScalarEpilogue(operation.epilogue, tensors, operation.output());
    this.channels = input.channels();
    this.lane = PixelRows.length(channels);
    Window w = operation.window;
    this.columns = (output.width() - 1) * w.strideWidth + w.kernelWidth;
    this.bias = new int[lane];
    System.arraycopy(operation.bias, 0, bias, PixelRows.FIRST, channels);
    this.padding = new int[lane];
    PixelRows.widen(operation.padValue, 0, padding, channels);
    int taps = w.kernelHeight * w.kernelWidth;
    this.weights = new int[taps][lane];
    for (int t = 0; t < taps; t++) {
      for (int c = 0; c < channels; c++) {
        weights[t][PixelRows.FIRST + c] = operation.weights.at(c * taps + t);
      }
    }
  }

  @Override
  public int units() {
    return output.height();
  }

  @Override
  public int scratchInts() {
    return lane;
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    Window w = operation.window;
    int[][] pixels = scratch.rows(w.kernelHeight * columns, lane);
    int ready = begin * w.strideHeight - w.padTop;
    for (int y = begin; y < end; y++) {
      int top = y * w.strideHeight - w.padTop;
      for (int iy = Math.max(ready, top); iy < top + w.kernelHeight; iy++) {
        widen(memory, pixels, slot(iy), iy);
      }
      ready = top + w.kernelHeight;
      for (int x = 0; x < output.width(); x++) {
        System.arraycopy(bias, 0, scratch.ints, 0, lane);
        for (int ky = 0; ky < w.kernelHeight; ky++) {
          int from = slot(top + ky) + x * w.strideWidth;
          addRow(scratch.ints, pixels, from, ky * w.kernelWidth);
        }
        epilogue.alongChannels(
            memory, scratch.ints, PixelRows.FIRST, y * output.width() + x, 0, channels);
      }
    }
  }

  /** Where the pixels of an input row are; rows above the map have negative numbers. */
  private int slot(int iy) {
    return Math.floorMod(iy, operation.window.kernelHeight) * columns;
  }

  /** Converts an input row with its padding. */
  private void widen(Memory memory, int[][] pixels, int slot, int iy) {
    int left = -operation.window.padLeft;
    boolean inside = iy >= 0 && iy < input.height();
    for (int column = 0; column < columns; column++) {
      int ix = left + column;
      int[] pixel = pixels[slot + column];
      if (!inside || ix < 0 || ix >= input.width()) {
        System.arraycopy(padding, 0, pixel, 0, lane);
      } else {
        int from = input.arenaOffset() + (iy * input.width() + ix) * channels;
        if (wide) {
          PixelRows.widen(memory.int16, from, pixel, channels);
        } else {
          PixelRows.widen(memory.int8, from, pixel, channels);
        }
      }
    }
  }

  /** Adds a row of the window, three taps at a time. */
  private void addRow(int[] acc, int[][] x, int from, int tap) {
    int width = operation.window.kernelWidth;
    int kx = 0;
    for (; kx <= width - 3; kx += 3) {
      int t = tap + kx;
      int i = from + kx;
      addThree(acc, x[i], x[i + 1], x[i + 2], weights[t], weights[t + 1], weights[t + 2], lane);
    }
    if (kx <= width - 2) {
      addTwo(acc, x[from + kx], x[from + kx + 1], weights[tap + kx], weights[tap + kx + 1], lane);
      kx += 2;
    }
    if (kx < width) {
      addOne(acc, x[from + kx], weights[tap + kx], lane);
    }
  }

  private static void addThree(
      int[] acc, int[] x0, int[] x1, int[] x2, int[] w0, int[] w1, int[] w2, int count) {
    for (int c = 0; c < count; c++) {
      acc[c] += x0[c] * w0[c] + x1[c] * w1[c] + x2[c] * w2[c];
    }
  }

  private static void addTwo(int[] acc, int[] x0, int[] x1, int[] w0, int[] w1, int count) {
    for (int c = 0; c < count; c++) {
      acc[c] += x0[c] * w0[c] + x1[c] * w1[c];
    }
  }

  private static void addOne(int[] acc, int[] x, int[] w, int count) {
    for (int c = 0; c < count; c++) {
      acc[c] += x[c] * w[c];
    }
  }
}

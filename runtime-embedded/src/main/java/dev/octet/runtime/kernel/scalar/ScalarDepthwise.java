package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Window;

/** Depthwise convolution whose sums fit an int, channels innermost. A part is an output row. */
final class ScalarDepthwise implements Kernel {
  private final Convolution operation;
  private final TensorSpec input;
  private final TensorSpec output;
  private final ScalarEpilogue epilogue;
  private final byte[] weights;

  ScalarDepthwise(Convolution operation, TensorSpec[] tensors) {
    this.operation = operation;
    this.input = tensors[operation.input(0)];
    this.output = tensors[operation.output()];
    this.epilogue = new ScalarEpilogue(operation.epilogue, tensors, operation.output());
    int channels = input.channels();
    int taps = operation.window.kernelHeight * operation.window.kernelWidth;
    this.weights = new byte[taps * channels];
    for (int c = 0; c < channels; c++) {
      for (int t = 0; t < taps; t++) {
        weights[t * channels + c] = operation.weights.at(c * taps + t);
      }
    }
  }

  @Override
  public int units() {
    return output.height();
  }

  @Override
  public int scratchInts() {
    return input.channels();
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    Window w = operation.window;
    int channels = input.channels();
    int[] acc = scratch.ints;
    for (int y = begin; y < end; y++) {
      for (int x = 0; x < output.width(); x++) {
        System.arraycopy(operation.bias, 0, acc, 0, channels);
        for (int ky = 0; ky < w.kernelHeight; ky++) {
          row(acc, memory, y * w.strideHeight - w.padTop + ky, x, ky);
        }
        epilogue.alongChannels(memory, acc, 0, y * output.width() + x, 0, channels);
      }
    }
  }

  /** Adds a row of the window, up to three taps at a time. */
  private void row(int[] acc, Memory memory, int iy, int ox, int ky) {
    byte[] x = memory.int8;
    Window w = operation.window;
    int channels = input.channels();
    int tap = ky * w.kernelWidth * channels;
    int left = ox * w.strideWidth - w.padLeft;
    int from = input.arenaOffset() + (iy * input.width() + left) * channels;
    boolean inside = iy >= 0 && iy < input.height();
    int kx = 0;
    while (kx < w.kernelWidth) {
      int taps = 1;
      if (!inside || left + kx < 0 || left + kx >= input.width()) {
        add(acc, operation.padValue, 0, weights, tap, channels);
      } else if (input.type().wide()) {
        add(acc, memory.int16, from, weights, tap, channels);
      } else {
        taps = Math.min(3, Math.min(w.kernelWidth, input.width() - left) - kx);
        if (taps == 3) {
          addThree(acc, x, from, weights, tap, channels);
        } else if (taps == 2) {
          addTwo(acc, x, from, weights, tap, channels);
        } else {
          add(acc, x, from, weights, tap, channels);
        }
      }
      kx += taps;
      from += taps * channels;
      tap += taps * channels;
    }
  }

  private static void addThree(int[] acc, byte[] x, int from, byte[] w, int tap, int count) {
    int x1 = from + count;
    int x2 = x1 + count;
    int w1 = tap + count;
    int w2 = w1 + count;
    for (int c = 0; c < count; c++) {
      acc[c] += x[from + c] * w[tap + c] + x[x1 + c] * w[w1 + c] + x[x2 + c] * w[w2 + c];
    }
  }

  private static void addTwo(int[] acc, byte[] x, int from, byte[] w, int tap, int count) {
    int x1 = from + count;
    int w1 = tap + count;
    for (int c = 0; c < count; c++) {
      acc[c] += x[from + c] * w[tap + c] + x[x1 + c] * w[w1 + c];
    }
  }

  private static void add(int[] acc, byte[] x, int from, byte[] w, int tap, int count) {
    for (int c = 0; c < count; c++) {
      acc[c] += x[from + c] * w[tap + c];
    }
  }

  private static void add(int[] acc, short[] x, int from, byte[] w, int tap, int count) {
    for (int c = 0; c < count; c++) {
      acc[c] += x[from + c] * w[tap + c];
    }
  }
}

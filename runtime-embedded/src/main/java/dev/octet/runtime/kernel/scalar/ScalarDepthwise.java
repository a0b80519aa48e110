package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.Convolution;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.Window;

/** Depthwise convolution of an int8 map, channels innermost. A part is an output row. */
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
  public int scratchFloats() {
    return 0;
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
          int iy = y * w.strideHeight - w.padTop + ky;
          for (int kx = 0; kx < w.kernelWidth; kx++) {
            int ix = x * w.strideWidth - w.padLeft + kx;
            int tap = (ky * w.kernelWidth + kx) * channels;
            if (iy >= 0 && iy < input.height() && ix >= 0 && ix < input.width()) {
              int from = input.arenaOffset() + (iy * input.width() + ix) * channels;
              add(acc, memory.int8, from, weights, tap, channels);
            } else {
              addPadding(acc, operation.padValue, weights, tap, channels);
            }
          }
        }
        epilogue.alongChannels(memory, acc, 0, y * output.width() + x, 0, channels);
      }
    }
  }

  private static void add(int[] acc, byte[] x, int from, byte[] w, int tap, int count) {
    for (int c = 0; c < count; c++) {
      acc[c] += x[from + c] * w[tap + c];
    }
  }

  private static void addPadding(int[] acc, short[] x, byte[] w, int tap, int count) {
    for (int c = 0; c < count; c++) {
      acc[c] += x[c] * w[tap + c];
    }
  }
}

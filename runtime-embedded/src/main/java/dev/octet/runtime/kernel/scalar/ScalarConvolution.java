package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Weights;
import dev.octet.runtime.schedule.operation.Window;
import java.util.Arrays;

/**
 * Ungrouped convolution whose sums fit an int, lanes over pixels: a block of output pixels is
 * transposed into one int row for each term of the sum, and the weights are read as they stand in
 * the file. A part is a block of pixels.
 */
final class ScalarConvolution implements Kernel {
  private static final int BLOCK = 128;

  private final Convolution operation;
  private final TensorSpec input;
  private final boolean wide;
  private final ScalarEpilogue epilogue;
  private final int outputWidth;
  private final int outputs;
  private final int pixels;
  private final int depth;
  private final int block;
  private final int parts;

  ScalarConvolution(Convolution operation, TensorSpec[] tensors) {
    this.operation = operation;
    this.input = tensors[operation.input(0)];
    this.wide = input.type().wide();
    TensorSpec output = tensors[operation.output()];
    this.epilogue = new ScalarEpilogue(operation.epilogue, tensors, operation.output());
    Window w = operation.window;
    this.depth = w.kernelHeight * w.kernelWidth * input.channels();
    this.outputWidth = output.width();
    this.outputs = output.channels();
    this.pixels = output.height() * output.width();
    this.parts = (pixels + BLOCK - 1) / BLOCK;
    this.block = (pixels + parts - 1) / parts;
  }

  @Override
  public int units() {
    return pixels == 1 ? (outputs + 31) / 32 : parts;
  }

  @Override
  public int scratchInts() {
    return Math.max(block, depth);
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    if (pixels == 1) {
      single(memory, scratch, begin * 32, Math.min(end * 32, outputs));
      return;
    }
    int[][] rows = scratch.rows(depth, block);
    for (int unit = begin; unit < end; unit++) {
      int first = unit * block;
      int count = Math.min(block, pixels - first);
      gather(memory, rows, first, count);
      for (int o = 0; o < outputs; o++) {
        sum(scratch.ints, rows, o, count);
        epilogue.alongPixels(memory, scratch.ints, 0, first, count, o);
      }
    }
  }

  /** Sums of one output channel over a block of pixels. */
  private void sum(int[] acc, int[][] rows, int o, int count) {
    Weights weights = operation.weights;
    byte[] w = weights.data();
    int at = weights.offset() + o * depth;
    Arrays.fill(acc, 0, count, operation.bias[o]);
    int k = 0;
    for (; k <= depth - 4; k += 4) {
      addFour(
          acc,
          rows[k],
          rows[k + 1],
          rows[k + 2],
          rows[k + 3],
          w[at + k],
          w[at + k + 1],
          w[at + k + 2],
          w[at + k + 3],
          count);
    }
    for (; k < depth; k++) {
      addOne(acc, rows[k], w[at + k], count);
    }
  }

  private static void addFour(
      int[] acc,
      int[] r0,
      int[] r1,
      int[] r2,
      int[] r3,
      int w0,
      int w1,
      int w2,
      int w3,
      int count) {
    for (int i = 0; i < count; i++) {
      acc[i] += r0[i] * w0 + r1[i] * w1 + r2[i] * w2 + r3[i] * w3;
    }
  }

  private static void addOne(int[] acc, int[] row, int w, int count) {
    for (int i = 0; i < count; i++) {
      acc[i] += row[i] * w;
    }
  }

  /** Transposes the windows of a block of output pixels. */
  private void gather(Memory memory, int[][] rows, int first, int count) {
    byte[] bytes = memory.int8;
    short[] shorts = memory.int16;
    Window w = operation.window;
    int channels = input.channels();
    for (int p = 0; p < count; p++) {
      int oy = (first + p) / outputWidth;
      int ox = first + p - oy * outputWidth;
      int k = 0;
      for (int ky = 0; ky < w.kernelHeight; ky++) {
        int iy = oy * w.strideHeight - w.padTop + ky * w.dilationHeight;
        for (int kx = 0; kx < w.kernelWidth; kx++) {
          int ix = ox * w.strideWidth - w.padLeft + kx * w.dilationWidth;
          if (iy >= 0 && iy < input.height() && ix >= 0 && ix < input.width()) {
            int from = input.arenaOffset() + (iy * input.width() + ix) * channels;
            for (int c = 0; c < channels; c++) {
              rows[k + c][p] = wide ? shorts[from + c] : bytes[from + c];
            }
          } else {
            for (int c = 0; c < channels; c++) {
              rows[k + c][p] = operation.padValue[c];
            }
          }
          k += channels;
        }
      }
    }
  }

  /** Fully connected layer: dot products with the weights' rows. */
  private void single(Memory memory, Scratch scratch, int begin, int end) {
    int[] x = scratch.ints;
    gatherOne(memory, x);
    byte[] w = operation.weights.data();
    for (int o = begin; o < end; o++) {
      int at = operation.weights.offset() + o * depth;
      int sum = operation.bias[o];
      for (int k = 0; k < depth; k++) {
        sum += x[k] * w[at + k];
      }
      epilogue.finish(memory, sum, o, o);
    }
  }

  private void gatherOne(Memory memory, int[] x) {
    byte[] bytes = memory.int8;
    short[] shorts = memory.int16;
    Window w = operation.window;
    int channels = input.channels();
    int k = 0;
    for (int ky = 0; ky < w.kernelHeight; ky++) {
      int iy = ky * w.dilationHeight - w.padTop;
      for (int kx = 0; kx < w.kernelWidth; kx++) {
        int ix = kx * w.dilationWidth - w.padLeft;
        boolean inside = iy >= 0 && iy < input.height() && ix >= 0 && ix < input.width();
        int from = input.arenaOffset() + (iy * input.width() + ix) * channels;
        for (int c = 0; c < channels; c++) {
          x[k + c] = !inside ? operation.padValue[c] : wide ? shorts[from + c] : bytes[from + c];
        }
        k += channels;
      }
    }
  }
}

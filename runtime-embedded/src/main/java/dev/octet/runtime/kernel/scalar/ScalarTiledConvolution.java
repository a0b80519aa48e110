package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Window;

/**
 * Ungrouped convolution or fully connected layer over int8 elements, in tiles of a few pixels x 4
 * outputs whose sums stay in registers. Weights are read where they are, and so are the inputs of
 * pointwise layers; of others, the windows of a block of pixels are gathered as bytes. A part is a
 * block of pixels, or of outputs where there is one pixel.
 */
final class ScalarTiledConvolution implements Kernel {
  /** Outputs of a tile. */
  private static final int TILE = 4;

  /** Pixels of a block, a multiple of both tiles' pixels; sums of an output stand in a row. */
  static final int ROW = 24;

  private static final int BLOCK_OUTPUTS = 32;

  private final Convolution operation;
  private final boolean packed;
  private final ScalarEpilogue epilogue;
  private final TensorSpec input;
  private final int depth;
  private final int outputs;
  private final int outputWidth;
  private final int pixels;

  /**
   * Prepares the kernel.
   *
   * @param packed whether two sums share a 64-bit register
   */
  ScalarTiledConvolution(Convolution operation, TensorSpec[] tensors, boolean packed) {
    this.operation = operation;
    this.packed = packed;
    this.epilogue = new ScalarEpilogue(operation.epilogue, tensors, operation.output());
    this.input = tensors[operation.input(0)];
    TensorSpec output = tensors[operation.output()];
    this.outputs = operation.bias.length;
    this.depth = operation.weights.length() / outputs;
    this.outputWidth = output.width();
    this.pixels = output.height() * output.width();
  }

  @Override
  public int units() {
    return pixels == 1 ? parts(outputs, BLOCK_OUTPUTS) : parts(pixels, ROW);
  }

  private static int parts(int count, int block) {
    return (count + block - 1) / block;
  }

  @Override
  public int scratchInts() {
    return TILE * ROW;
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    if (pixels == 1) {
      int last = Math.min(end * BLOCK_OUTPUTS, outputs);
      block(memory, scratch, 0, 1, begin * BLOCK_OUTPUTS, last);
      return;
    }
    for (int part = begin; part < end; part++) {
      int first = part * ROW;
      block(memory, scratch, first, Math.min(ROW, pixels - first), 0, outputs);
    }
  }

  /** Some pixels and outputs; the weights of a tile's outputs serve all pixels of the block. */
  private void block(Memory memory, Scratch scratch, int first, int count, int from, int to) {
    byte[] x = memory.int8;
    int start = input.arenaOffset() + first * depth;
    if (!operation.window.isPointwise()) {
      x = scratch.bytes(ROW * depth);
      start = 0;
      gather(memory.int8, x, first, count);
    }
    int[] sums = scratch.ints;
    byte[] w = operation.weights.data();
    for (int o = from; o < to; o += TILE) {
      int width = Math.min(TILE, to - o);
      int weight = operation.weights.offset() + o * depth;
      int height;
      for (int p = 0; p < count; p += height) {
        int at = start + p * depth;
        height = width < TILE ? 1 : tileHeight(count - p);
        if (height == 1) {
          edge(x, at, w, weight, width, o, sums, p);
        } else if (height == PairedTile.PIXELS) {
          PairedTile.tile(x, at, w, weight, depth, operation.bias, o, sums, p);
        } else {
          IntTile.tile(x, at, w, weight, depth, operation.bias, o, sums, p);
        }
      }
      for (int j = 0; j < width; j++) {
        epilogue.alongPixels(memory, sums, j * ROW, first, count, o + j);
      }
    }
  }

  /** The tallest tile for this many pixels. */
  private int tileHeight(int left) {
    if (packed && left >= PairedTile.PIXELS) {
      return PairedTile.PIXELS;
    }
    return left >= IntTile.PIXELS ? IntTile.PIXELS : 1;
  }

  /** Copies the windows of some pixels one after the other. */
  private void gather(byte[] source, byte[] windows, int first, int count) {
    Window w = operation.window;
    int channels = input.channels();
    int to = 0;
    for (int p = first; p < first + count; p++) {
      int top = p / outputWidth * w.strideHeight - w.padTop;
      int left = p % outputWidth * w.strideWidth - w.padLeft;
      for (int ky = 0; ky < w.kernelHeight; ky++) {
        int y = top + ky * w.dilationHeight;
        for (int kx = 0; kx < w.kernelWidth; kx++) {
          int x = left + kx * w.dilationWidth;
          if (y >= 0 && y < input.height() && x >= 0 && x < input.width()) {
            int from = input.arenaOffset() + (y * input.width() + x) * channels;
            for (int c = 0; c < channels; c++) {
              windows[to + c] = source[from + c];
            }
          } else {
            for (int c = 0; c < channels; c++) {
              windows[to + c] = (byte) operation.padValue[c];
            }
          }
          to += channels;
        }
      }
    }
  }

  /** One pixel with up to four outputs. */
  private void edge(
      byte[] x, int at, byte[] w, int weight, int width, int output, int[] sums, int to) {
    if (width == TILE) {
      row(x, at, w, weight, depth, operation.bias, output, sums, to);
      return;
    }
    for (int j = 0; j < width; j++) {
      sums[to + j * ROW] = operation.bias[output + j] + dot(x, at, w, weight + j * depth, depth);
    }
  }

  private static int dot(byte[] x, int at, byte[] w, int weight, int depth) {
    int sum = 0;
    for (int k = 0; k < depth; k++) {
      sum += x[at + k] * w[weight + k];
    }
    return sum;
  }

  private static void row(
      byte[] x, int at, byte[] w, int w0, int depth, int[] bias, int output, int[] sums, int to) {
    int w1 = w0 + depth;
    int w2 = w1 + depth;
    int w3 = w2 + depth;
    int a = bias[output];
    int b = bias[output + 1];
    int c = bias[output + 2];
    int d = bias[output + 3];
    for (int k = 0; k < depth; k++) {
      int v = x[at + k];
      a += v * w[w0 + k];
      b += v * w[w1 + k];
      c += v * w[w2 + k];
      d += v * w[w3 + k];
    }
    sums[to] = a;
    sums[to + ROW] = b;
    sums[to + 2 * ROW] = c;
    sums[to + 3 * ROW] = d;
  }
}

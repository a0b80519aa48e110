package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.Convolution;
import dev.octet.runtime.schedule.TensorSpec;

/**
 * Pointwise convolution or fully connected layer over int8 elements, in tiles of 4 pixels x 4
 * outputs whose sums stay in registers. Inputs and weights are read where they are, nothing is
 * packed. A part is a block of pixels, or of outputs where there is one pixel.
 */
final class ScalarTile implements Kernel {
  /** Rows and columns of a tile. */
  private static final int TILE = 4;

  private static final int BLOCK_PIXELS = 16;
  private static final int BLOCK_OUTPUTS = 32;

  private final Convolution operation;
  private final ScalarEpilogue epilogue;
  private final int inputOffset;
  private final int depth;
  private final int outputs;
  private final int pixels;

  ScalarTile(Convolution operation, TensorSpec[] tensors) {
    this.operation = operation;
    this.epilogue = new ScalarEpilogue(operation.epilogue, tensors, operation.output());
    TensorSpec input = tensors[operation.input(0)];
    this.inputOffset = input.arenaOffset();
    this.depth = input.channels();
    this.outputs = operation.bias.length;
    this.pixels = input.height() * input.width();
  }

  @Override
  public int units() {
    return pixels == 1 ? parts(outputs, BLOCK_OUTPUTS) : parts(pixels, BLOCK_PIXELS);
  }

  private static int parts(int count, int block) {
    return (count + block - 1) / block;
  }

  @Override
  public int scratchFloats() {
    return 0;
  }

  @Override
  public int scratchInts() {
    return TILE * TILE;
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    if (pixels == 1) {
      int last = Math.min(end * BLOCK_OUTPUTS, outputs);
      block(memory, scratch.ints, 0, 1, begin * BLOCK_OUTPUTS, last);
      return;
    }
    for (int part = begin; part < end; part++) {
      int first = part * BLOCK_PIXELS;
      block(memory, scratch.ints, first, Math.min(first + BLOCK_PIXELS, pixels), 0, outputs);
    }
  }

  /** Some pixels and outputs; the weights of a tile's outputs serve all pixels of the block. */
  private void block(Memory memory, int[] sums, int fromPixel, int toPixel, int from, int to) {
    byte[] x = memory.int8;
    byte[] w = operation.weights.data();
    for (int o = from; o < to; o += TILE) {
      int width = Math.min(TILE, to - o);
      int weight = operation.weights.offset() + o * depth;
      for (int p = fromPixel; p < toPixel; p += TILE) {
        int height = Math.min(TILE, toPixel - p);
        int at = inputOffset + p * depth;
        if (width == TILE && height == TILE) {
          tile(x, at, w, weight, depth, sums);
        } else {
          for (int i = 0; i < height; i++) {
            edge(x, at + i * depth, w, weight, width, sums, i * TILE);
          }
        }
        for (int i = 0; i < height; i++) {
          for (int j = 0; j < width; j++) {
            sums[i * TILE + j] += operation.bias[o + j];
          }
          epilogue.alongChannels(memory, sums, i * TILE, p + i, o, width);
        }
      }
    }
  }

  /** One pixel with up to four outputs. */
  private void edge(byte[] x, int at, byte[] w, int weight, int width, int[] sums, int to) {
    if (width == TILE) {
      row(x, at, w, weight, depth, sums, to);
      return;
    }
    for (int j = 0; j < width; j++) {
      sums[to + j] = dot(x, at, w, weight + j * depth, depth);
    }
  }

  private static int dot(byte[] x, int at, byte[] w, int weight, int depth) {
    int sum = 0;
    for (int k = 0; k < depth; k++) {
      sum += x[at + k] * w[weight + k];
    }
    return sum;
  }

  private static void row(byte[] x, int at, byte[] w, int w0, int depth, int[] sums, int to) {
    int w1 = w0 + depth;
    int w2 = w1 + depth;
    int w3 = w2 + depth;
    int a = 0;
    int b = 0;
    int c = 0;
    int d = 0;
    for (int k = 0; k < depth; k++) {
      int v = x[at + k];
      a += v * w[w0 + k];
      b += v * w[w1 + k];
      c += v * w[w2 + k];
      d += v * w[w3 + k];
    }
    sums[to] = a;
    sums[to + 1] = b;
    sums[to + 2] = c;
    sums[to + 3] = d;
  }

  private static void tile(byte[] x, int x0, byte[] w, int w0, int depth, int[] sums) {
    int x1 = x0 + depth;
    int x2 = x1 + depth;
    int x3 = x2 + depth;
    int w1 = w0 + depth;
    int w2 = w1 + depth;
    int w3 = w2 + depth;
    int a0 = 0;
    int a1 = 0;
    int a2 = 0;
    int a3 = 0;
    int b0 = 0;
    int b1 = 0;
    int b2 = 0;
    int b3 = 0;
    int c0 = 0;
    int c1 = 0;
    int c2 = 0;
    int c3 = 0;
    int d0 = 0;
    int d1 = 0;
    int d2 = 0;
    int d3 = 0;
    for (int k = 0; k < depth; k++) {
      int p = w[w0 + k];
      int q = w[w1 + k];
      int r = w[w2 + k];
      int s = w[w3 + k];
      int v = x[x0 + k];
      a0 += v * p;
      a1 += v * q;
      a2 += v * r;
      a3 += v * s;
      v = x[x1 + k];
      b0 += v * p;
      b1 += v * q;
      b2 += v * r;
      b3 += v * s;
      v = x[x2 + k];
      c0 += v * p;
      c1 += v * q;
      c2 += v * r;
      c3 += v * s;
      v = x[x3 + k];
      d0 += v * p;
      d1 += v * q;
      d2 += v * r;
      d3 += v * s;
    }
    sums[0] = a0;
    sums[1] = a1;
    sums[2] = a2;
    sums[3] = a3;
    sums[4] = b0;
    sums[5] = b1;
    sums[6] = b2;
    sums[7] = b3;
    sums[8] = c0;
    sums[9] = c1;
    sums[10] = c2;
    sums[11] = c3;
    sums[12] = d0;
    sums[13] = d1;
    sums[14] = d2;
    sums[15] = d3;
  }
}

package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.kernel.scalar.product.PixelProducts;
import dev.octet.runtime.kernel.scalar.product.PixelRows;
import dev.octet.runtime.kernel.scalar.product.ProductForm;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Window;

/**
 * Ungrouped convolution whose sums fit an int, lanes over pixels ({@link PixelProducts}). A part is
 * a block of pixels, or some outputs of it where there are few blocks, so that several threads have
 * something to do; parts of one call share what was gathered for a block.
 */
final class ScalarConvolution implements Kernel {
  /** Pixels of a block, at most: long runs pay for the way into a loop and out of it. */
  private static final int BLOCK = 208;

  /** Parts that a layer has, at least, if it has as many outputs; four threads share them. */
  private static final int PARTS = 4;

  private static final int SINGLE_OUTPUTS = 32;

  private final Convolution operation;
  private final TensorSpec input;
  private final boolean wide;
  private final ScalarEpilogue epilogue;
  private final PixelProducts products;
  private final int outputWidth;
  private final int outputs;
  private final int pixels;
  private final int depth;
  private final int block;
  private final int length;
  private final int groups;

  /**
   * Prepares the kernel.
   *
   * @param form one of those with loops
   */
  ScalarConvolution(Convolution operation, TensorSpec[] tensors, ProductForm form) {
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
    int blocks = parts(pixels, BLOCK);
    this.block = parts(pixels, blocks);
    this.length = PixelRows.padded(block);
    this.groups = Math.min(parts(PARTS, blocks), outputs);
    this.products = PixelProducts.of(operation, input.type(), form);
  }

  private static int parts(int count, int size) {
    return (count + size - 1) / size;
  }

  @Override
  public int units() {
    return pixels == 1 ? parts(outputs, SINGLE_OUTPUTS) : parts(pixels, block) * groups;
  }

  @Override
  public int scratchInts() {
    return Math.max(2 * length, depth);
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    if (pixels == 1) {
      int last = Math.min(end * SINGLE_OUTPUTS, outputs);
      single(memory, scratch, begin * SINGLE_OUTPUTS, last);
      return;
    }
    int gathered = -1;
    for (int unit = begin; unit < end; unit++) {
      int first = unit / groups * block;
      int count = Math.min(block, pixels - first);
      if (first != gathered) {
        gather(memory, scratch, first, count);
        gathered = first;
      }
      int group = unit % groups;
      int last = (group + 1) * outputs / groups;
      for (int o = group * outputs / groups; o < last; o++) {
        products.sum(scratch, o, length);
        epilogue.alongPixels(memory, scratch.ints, 0, first, count, o);
      }
    }
  }

  /** Transposes the windows of a block of output pixels. */
  private void gather(Memory memory, Scratch scratch, int first, int count) {
    Window w = operation.window;
    int channels = input.channels();
    int term = 0;
    for (int ky = 0; ky < w.kernelHeight; ky++) {
      for (int kx = 0; kx < w.kernelWidth; kx++) {
        locate(scratch.ints, first, count, ky * w.dilationHeight, kx * w.dilationWidth);
        for (int c = 0; c < channels; c++) {
          products.gather(memory, scratch, term++, c, operation.padValue[c], count, length);
        }
      }
    }
  }

  /** Where the elements of a tap are, for {@link PixelProducts#gather}. */
  private void locate(int[] origin, int first, int count, int down, int right) {
    Window w = operation.window;
    int oy = first / outputWidth;
    int ox = first - oy * outputWidth;
    for (int p = 0; p < count; p++) {
      int iy = oy * w.strideHeight - w.padTop + down;
      int ix = ox * w.strideWidth - w.padLeft + right;
      boolean inside = iy >= 0 && iy < input.height() && ix >= 0 && ix < input.width();
      origin[p] = inside ? input.arenaOffset() + (iy * input.width() + ix) * input.channels() : -1;
      if (++ox == outputWidth) {
        ox = 0;
        oy++;
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

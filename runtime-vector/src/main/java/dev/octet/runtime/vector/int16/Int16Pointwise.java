package dev.octet.runtime.vector.int16;

import dev.octet.runtime.format.check.AccumulatorBounds;
import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.kernel.scalar.ScalarEpilogue;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.vector.dense.FloatPanels;
import dev.octet.runtime.vector.dense.FloatTiles;
import dev.octet.runtime.vector.lanes.Lanes;

/**
 * Pointwise convolution of an int16 map: two blocked matrix products, see {@link HighLowBytes}. A
 * part is a block of pixels.
 */
public final class Int16Pointwise implements Kernel {
  /** Floats of one part of a block's input. */
  private static final int CACHED = 1 << 13;

  private final TensorSpec input;
  private final FloatPanels panels;
  private final int[] bias;
  private final ScalarEpilogue epilogue;
  private final int depth;
  private final int pixels;
  private final int block;

  public Int16Pointwise(Convolution operation, TensorSpec[] tensors) {
    this.input = tensors[operation.input(0)];
    this.epilogue = new ScalarEpilogue(operation.epilogue, tensors, operation.output());
    this.depth = input.channels();
    this.pixels = input.height() * input.width();
    int outputs = operation.bias.length;
    this.panels = new FloatPanels(operation.weights, new int[outputs], depth, false);
    this.bias = new int[Lanes.roundUp(outputs)];
    for (int o = 0; o < outputs; o++) {
      int sum = 0;
      for (int k = 0; k < depth; k++) {
        sum += operation.weights.at(o * depth + k);
      }
      bias[o] = operation.bias[o] + HighLowBytes.CENTRE * sum - HighLowBytes.EXCESS;
    }
    this.block = Math.min(pixels, Math.max(16, Math.min(64, CACHED / depth / 8 * 8)));
  }

  /** Whether it is pointwise over int16, its sums fit an int, and their parts are exact. */
  public static boolean fits(Convolution operation, TensorSpec[] tensors) {
    TensorSpec input = tensors[operation.input(0)];
    if (operation.groups != 1
        || !operation.window.isPointwise()
        || !input.type().wide()
        || !AccumulatorBounds.fitsInt(operation, input.type())) {
      return false;
    }
    for (int c = 0; c < operation.bias.length; c++) {
      long bound = AccumulatorBounds.convolution(operation, c, input.type());
      long parts = (bound - Math.abs((long) operation.bias[c])) >> Byte.SIZE;
      if (parts > HighLowBytes.LIMIT) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int units() {
    return (pixels + block - 1) / block;
  }

  @Override
  public int scratchFloats() {
    return 2 * (split() + sums());
  }

  /** Floats of one part of a block's input, and the vector that may be written after it. */
  private int split() {
    return block * depth + Lanes.COUNT;
  }

  /** Floats of one part's sums. */
  private int sums() {
    return block * FloatPanels.width();
  }

  @Override
  public int scratchInts() {
    return block * FloatPanels.width();
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    float[] x = scratch.floats;
    int high = 2 * split();
    int low = high + sums();
    for (int unit = begin; unit < end; unit++) {
      int first = unit * block;
      int count = Math.min(block, pixels - first);
      int from = input.arenaOffset() + first * depth;
      HighLowBytes.split(memory.int16, from, x, 0, split(), count * depth);
      for (int panel = 0; panel < panels.count; panel++) {
        float[] w = panels.weights;
        int wo = panels.start(panel);
        FloatTiles.multiply(x, 0, depth, count, panels, panel, w, wo, x, high);
        FloatTiles.multiply(x, split(), depth, count, panels, panel, w, wo, x, low);
        int channel = panels.first(panel);
        int width = panels.vectors(panel) * Lanes.COUNT;
        HighLowBytes.join(x, high, low, bias, channel, width, count, scratch.ints);
        for (int p = 0; p < count; p++) {
          epilogue.alongChannels(
              memory, scratch.ints, p * width, first + p, channel, panels.channels(panel));
        }
      }
    }
  }
}

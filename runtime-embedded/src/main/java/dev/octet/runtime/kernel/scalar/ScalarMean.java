package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.GlobalAveragePool;

/** Mean over all pixels of an int8 map, channels innermost, four pixels at a time. One part. */
final class ScalarMean implements Kernel {
  /** Sums of this many elements less zero points of 16 bits fit an int. */
  static final int MAX_PIXELS = 1 << 14;

  private final int[] zeroPoint;
  private final ScalarEpilogue epilogue;
  private final int inputOffset;
  private final int channels;
  private final int pixels;

  ScalarMean(GlobalAveragePool operation, TensorSpec[] tensors) {
    TensorSpec input = tensors[operation.input(0)];
    this.zeroPoint = operation.zeroPoint;
    this.epilogue = new ScalarEpilogue(operation.epilogue, tensors, operation.output());
    this.inputOffset = input.arenaOffset();
    this.channels = input.channels();
    this.pixels = input.height() * input.width();
  }

  @Override
  public int units() {
    return 1;
  }

  @Override
  public int scratchInts() {
    return channels;
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    int[] acc = scratch.ints;
    for (int c = 0; c < channels; c++) {
      acc[c] = -pixels * zeroPoint[c];
    }
    int pixel = 0;
    for (; pixel <= pixels - 4; pixel += 4) {
      addFour(acc, memory.int8, inputOffset + pixel * channels, channels);
    }
    for (; pixel < pixels; pixel++) {
      addOne(acc, memory.int8, inputOffset + pixel * channels, channels);
    }
    epilogue.alongChannels(memory, acc, 0, 0, 0, channels);
  }

  private static void addFour(int[] acc, byte[] x, int x0, int count) {
    int x1 = x0 + count;
    int x2 = x1 + count;
    int x3 = x2 + count;
    for (int c = 0; c < count; c++) {
      acc[c] += x[x0 + c] + x[x1 + c] + x[x2 + c] + x[x3 + c];
    }
  }

  private static void addOne(int[] acc, byte[] x, int from, int count) {
    for (int c = 0; c < count; c++) {
      acc[c] += x[from + c];
    }
  }
}

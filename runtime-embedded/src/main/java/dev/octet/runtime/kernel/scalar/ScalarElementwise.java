package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Elementwise;

/** Activation, change of scale or addition over an int8 map. A part is a pixel. */
final class ScalarElementwise implements Kernel {
  private final int[] zeroPoint;
  private final ScalarEpilogue epilogue;
  private final int inputOffset;
  private final int pixels;

  ScalarElementwise(Elementwise operation, TensorSpec[] tensors) {
    TensorSpec input = tensors[operation.input(0)];
    this.zeroPoint = operation.zeroPoint;
    this.epilogue = new ScalarEpilogue(operation.epilogue, tensors, operation.output());
    this.inputOffset = input.arenaOffset();
    this.pixels = input.height() * input.width();
  }

  @Override
  public int units() {
    return pixels;
  }

  @Override
  public int scratchInts() {
    return zeroPoint.length;
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    int channels = zeroPoint.length;
    for (int pixel = begin; pixel < end; pixel++) {
      subtract(memory.int8, inputOffset + pixel * channels, zeroPoint, scratch.ints, channels);
      epilogue.alongChannels(memory, scratch.ints, 0, pixel, 0, channels);
    }
  }

  private static void subtract(byte[] x, int from, int[] zeroPoint, int[] to, int count) {
    for (int c = 0; c < count; c++) {
      to[c] = x[from + c] - zeroPoint[c];
    }
  }
}

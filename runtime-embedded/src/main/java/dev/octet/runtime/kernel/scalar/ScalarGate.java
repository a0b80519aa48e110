package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.epilogue.Epilogue;
import dev.octet.runtime.schedule.operation.Multiply;

/**
 * Gate of one pixel, int16, over an int8 map to an int8 map. A part is a block of pixels, channel
 * by channel: the gate and the multiplier make one factor, and what stays the same for a channel
 * stays in registers.
 */
final class ScalarGate implements Kernel {
  private static final int BLOCK = 28;

  private final Multiply operation;
  private final int inputOffset;
  private final int gateOffset;
  private final int outputOffset;
  private final int channels;
  private final int pixels;

  ScalarGate(Multiply operation, TensorSpec[] tensors) {
    this.operation = operation;
    TensorSpec input = tensors[operation.input(0)];
    this.inputOffset = input.arenaOffset();
    this.gateOffset = tensors[operation.input(1)].arenaOffset();
    this.outputOffset = tensors[operation.output()].arenaOffset();
    this.channels = input.channels();
    this.pixels = input.height() * input.width();
  }

  @Override
  public int units() {
    return (pixels + BLOCK - 1) / BLOCK;
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    Epilogue e = operation.epilogue;
    for (int part = begin; part < end; part++) {
      int first = part * BLOCK;
      int count = Math.min(BLOCK, pixels - first);
      for (int c = 0; c < channels; c++) {
        long factor = (long) (memory.int16[gateOffset + c] - operation.gateZeroPoint);
        factor *= e.rescale.multiplier[c];
        int s = e.rescale.shift[c];
        long constant = (1L << (s - 1)) - operation.zeroPoint[c] * factor;
        int at = first * channels + c;
        scale(memory.int8, at, count, factor, constant, s, e.offset[c], e.low[c], e.high[c]);
      }
    }
  }

  private void scale(
      byte[] arena,
      int first,
      int count,
      long factor,
      long constant,
      int s,
      int offset,
      int low,
      int high) {
    int at = first;
    for (int i = 0; i < count; i++) {
      int q = (int) ((arena[inputOffset + at] * factor + constant) >> s) + offset;
      arena[outputOffset + at] = (byte) Math.max(low, Math.min(high, q));
      at += channels;
    }
  }
}

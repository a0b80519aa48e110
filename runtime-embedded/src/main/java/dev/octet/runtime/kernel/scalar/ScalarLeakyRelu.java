package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Requantize;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.LeakyRelu;

/** LeakyReLU from 16 to 8 bits, as the quantizer plans it. A part is a pixel. */
final class ScalarLeakyRelu implements Kernel {
  private final LeakyRelu operation;
  private final int from;
  private final int to;
  private final int pixels;

  ScalarLeakyRelu(LeakyRelu operation, TensorSpec[] tensors) {
    TensorSpec input = tensors[operation.input(0)];
    this.operation = operation;
    this.from = input.arenaOffset();
    this.to = tensors[operation.output()].arenaOffset();
    this.pixels = input.height() * input.width();
  }

  static boolean fits(LeakyRelu operation, TensorSpec[] tensors) {
    return tensors[operation.input(0)].type().wide()
        && tensors[operation.output()].type() == ElementType.INT8;
  }

  @Override
  public int units() {
    return pixels;
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    int channels = operation.offset.length;
    for (int pixel = begin; pixel < end; pixel++) {
      pixel(memory.int16, from + pixel * channels, memory.int8, to + pixel * channels);
    }
  }

  private void pixel(short[] x, int at, byte[] out, int target) {
    LeakyRelu op = operation;
    int[] above = op.above.multiplier;
    int[] below = op.below.multiplier;
    for (int c = 0; c < op.offset.length; c++) {
      int value = x[at + c] - op.zeroPoint[c];
      long q =
          value < 0
              ? Requantize.rescale(value, below[c], op.below.shift[c])
              : Requantize.rescale(value, above[c], op.above.shift[c]);
      out[target + c] = (byte) Requantize.clamp(q + op.offset[c], Byte.MIN_VALUE, Byte.MAX_VALUE);
    }
  }
}

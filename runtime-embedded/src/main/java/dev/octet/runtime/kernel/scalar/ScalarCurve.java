package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Requantize;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.epilogue.Rescale;
import dev.octet.runtime.schedule.operation.Curve;

/**
 * A function given by a table, from 16 to 8 bits where the elements are the table's arguments, as
 * the quantizer plans it. A part is a pixel.
 */
final class ScalarCurve implements Kernel {
  private static final int FRACTION = (1 << Curve.FRACTION_BITS) - 1;
  private static final int HALF = 1 << (Curve.FRACTION_BITS - 1);

  private final Curve operation;
  private final int from;
  private final int to;
  private final int pixels;
  private final long[] half;

  ScalarCurve(Curve operation, TensorSpec[] tensors) {
    TensorSpec input = tensors[operation.input(0)];
    this.operation = operation;
    this.from = input.arenaOffset();
    this.to = tensors[operation.output()].arenaOffset();
    this.pixels = input.height() * input.width();
    // The rounding's half and the offset in one summand: a shift of a multiple is exact.
    this.half = new long[operation.offset.length];
    for (int c = 0; c < half.length; c++) {
      int shift = operation.value.shift[c];
      half[c] = ((long) operation.offset[c] << shift) + (1L << (shift - 1));
    }
  }

  static boolean fits(Curve operation, TensorSpec[] tensors) {
    boolean fits =
        tensors[operation.input(0)].type().wide()
            && tensors[operation.output()].type() == ElementType.INT8;
    Rescale argument = operation.argument;
    for (int c = 0; c < operation.offset.length; c++) {
      fits &= operation.zeroPoint[c] == 0 && operation.value.shift[c] <= 40;
      fits &= argument.shift[c] < 31 && argument.multiplier[c] == 1 << argument.shift[c];
    }
    return fits;
  }

  @Override
  public int units() {
    return pixels;
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    int channels = half.length;
    for (int pixel = begin; pixel < end; pixel++) {
      pixel(memory.int16, from + pixel * channels, memory.int8, to + pixel * channels);
    }
  }

  private void pixel(short[] x, int at, byte[] out, int target) {
    short[] table = operation.table;
    int[] multiplier = operation.value.multiplier;
    byte[] shift = operation.value.shift;
    for (int c = 0; c < half.length; c++) {
      int t = x[at + c] - Short.MIN_VALUE;
      int low = table[t >> Curve.FRACTION_BITS];
      int step = table[(t >> Curve.FRACTION_BITS) + 1] - low;
      int p = low + ((step * (t & FRACTION) + HALF) >> Curve.FRACTION_BITS);
      long q = ((long) p * multiplier[c] + half[c]) >> shift[c];
      out[target + c] = (byte) Requantize.clamp(q, Byte.MIN_VALUE, Byte.MAX_VALUE);
    }
  }
}

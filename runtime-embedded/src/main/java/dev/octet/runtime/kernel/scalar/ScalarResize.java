package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Resize;

/** Interpolation between 8-bit elements, whose sums fit an int. A part is a row. */
final class ScalarResize implements Kernel {
  private static final int ONE = 1 << Resize.WEIGHT_BITS;
  private static final int SHIFT = 2 * Resize.WEIGHT_BITS;

  private final Resize operation;
  private final TensorSpec input;
  private final int to;

  ScalarResize(Resize operation, TensorSpec[] tensors) {
    this.operation = operation;
    this.input = tensors[operation.input(0)];
    this.to = tensors[operation.output()].arenaOffset();
  }

  static boolean fits(Resize operation, TensorSpec[] tensors) {
    return tensors[operation.input(0)].type() == ElementType.INT8;
  }

  @Override
  public int units() {
    return operation.rows.length;
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    Resize op = operation;
    int channels = input.channels();
    int row = input.width() * channels;
    for (int y = begin; y < end; y++) {
      int top = input.arenaOffset() + op.rows[y] * row;
      int bottom = op.rows[y] + 1 < input.height() ? row : 0;
      for (int x = 0; x < op.columns.length; x++) {
        int at = top + op.columns[x] * channels;
        int right = op.columns[x] + 1 < input.width() ? channels : 0;
        int target = to + (y * op.columns.length + x) * channels;
        pixel(memory.int8, at, bottom, right, op.down[y], op.right[x], target);
      }
    }
  }

  private void pixel(
      byte[] arena, int at, int bottom, int right, int down, int across, int target) {
    int channels = input.channels();
    int a = (ONE - down) * (ONE - across);
    int b = (ONE - down) * across;
    int c = down * (ONE - across);
    int d = down * across;
    for (int i = 0; i < channels; i++) {
      int from = at + i;
      int sum = a * arena[from] + b * arena[from + right];
      sum += c * arena[from + bottom] + d * arena[from + bottom + right];
      arena[target + i] = (byte) ((sum + (1 << (SHIFT - 1))) >> SHIFT);
    }
  }
}

package dev.octet.runtime.kernel.reference;

import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Requantize;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Resize;

/** Interpolation between four neighbours (docs/arithmetic.md, equation 38). */
final class ReferenceResize extends ReferenceKernel<Resize> {
  private static final int ONE = 1 << Resize.WEIGHT_BITS;

  ReferenceResize(Resize operation, TensorSpec[] tensors) {
    super(operation, tensors);
  }

  @Override
  int element(Memory memory, int y, int x, int channel) {
    int top = operation.rows[y];
    int down = operation.down[y];
    long sum = (ONE - down) * between(memory, top, x, channel);
    sum += down * between(memory, Math.min(top + 1, input.height - 1), x, channel);
    return (int) Requantize.rescale(sum, 1, 2 * Resize.WEIGHT_BITS);
  }

  private long between(Memory memory, int y, int x, int channel) {
    int left = operation.columns[x];
    int right = operation.right[x];
    int next = Math.min(left + 1, input.width - 1);
    return (long) (ONE - right) * input.get(memory, input.index(y, left, channel))
        + (long) right * input.get(memory, input.index(y, next, channel));
  }
}

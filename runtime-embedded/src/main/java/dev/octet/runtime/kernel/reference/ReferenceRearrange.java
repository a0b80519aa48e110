package dev.octet.runtime.kernel.reference;

import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Rearrange;

/** Elements that move (docs/arithmetic.md, equation 37). */
final class ReferenceRearrange extends ReferenceKernel<Rearrange> {
  ReferenceRearrange(Rearrange operation, TensorSpec[] tensors) {
    super(operation, tensors);
  }

  @Override
  int element(Memory memory, int y, int x, int channel) {
    int row = operation.rows[y];
    int column = operation.columns[x];
    int depth = operation.depth[channel];
    return row < 0 || column < 0 || depth < 0
        ? operation.fill[channel]
        : input.get(memory, row + column + depth);
  }
}

package dev.octet.runtime.kernel.reference;

import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Pad;

/** Constant border around a map. */
final class ReferencePad extends ReferenceKernel<Pad> {
  ReferencePad(Pad operation, TensorSpec[] tensors) {
    super(operation, tensors);
  }

  @Override
  int element(Memory memory, int y, int x, int channel) {
    int inputY = y - operation.top;
    int inputX = x - operation.left;
    boolean inside = inputY >= 0 && inputY < input.height && inputX >= 0 && inputX < input.width;
    return inside
        ? input.get(memory, input.index(inputY, inputX, channel))
        : operation.value[channel];
  }
}

package dev.octet.runtime.kernel.reference;

import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Requantize;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Multiply;

/**
 * Product of two tensors; a gate of one pixel serves all pixels (docs/arithmetic.md, equation 4).
 */
final class ReferenceMultiply extends ReferenceKernel<Multiply> {
  private final ArenaElements gate;
  private final boolean broadcast;

  ReferenceMultiply(Multiply operation, TensorSpec[] tensors) {
    super(operation, tensors);
    this.gate = new ArenaElements(tensors[operation.input(1)]);
    this.broadcast = gate.height == 1 && gate.width == 1;
  }

  @Override
  int element(Memory memory, int y, int x, int channel) {
    int index = output.index(y, x, channel);
    long value = (long) input.get(memory, index) - operation.zeroPoint[channel];
    int factor = gate.get(memory, broadcast ? channel : index) - operation.gateZeroPoint;
    return Requantize.apply(operation.epilogue, channel, value * factor, 0);
  }
}

package dev.octet.runtime.kernel.reference;

import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Requantize;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.epilogue.Rescale;
import dev.octet.runtime.schedule.operation.LeakyRelu;

/** LeakyReLU (docs/arithmetic.md, equation 10). */
final class ReferenceLeakyRelu extends ReferenceKernel<LeakyRelu> {
  private final ElementType type;

  ReferenceLeakyRelu(LeakyRelu operation, TensorSpec[] tensors) {
    super(operation, tensors);
    this.type = tensors[operation.output()].type();
  }

  @Override
  int element(Memory memory, int y, int x, int channel) {
    int value = input.get(memory, output.index(y, x, channel)) - operation.zeroPoint[channel];
    Rescale rescale = value < 0 ? operation.below : operation.above;
    long q = Requantize.rescale(value, rescale.multiplier[channel], rescale.shift[channel]);
    return Requantize.clamp(q + operation.offset[channel], type.min(), type.max());
  }
}

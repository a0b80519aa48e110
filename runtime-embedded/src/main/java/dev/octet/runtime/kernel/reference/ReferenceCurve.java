package dev.octet.runtime.kernel.reference;

import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Requantize;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Curve;

/** A function given by a table (docs/arithmetic.md, equation 39). */
final class ReferenceCurve extends ReferenceKernel<Curve> {
  private final ElementType type;

  ReferenceCurve(Curve operation, TensorSpec[] tensors) {
    super(operation, tensors);
    this.type = tensors[operation.output()].type();
  }

  @Override
  int element(Memory memory, int y, int x, int channel) {
    Curve op = operation;
    int value = input.get(memory, output.index(y, x, channel)) - op.zeroPoint[channel];
    long rescaled =
        Requantize.rescale(value, op.argument.multiplier[channel], op.argument.shift[channel]);
    int p = Requantize.interpolate(op.table, rescaled);
    long q = Requantize.rescale(p, op.value.multiplier[channel], op.value.shift[channel]);
    return Requantize.clamp(q + op.offset[channel], type.min(), type.max());
  }
}

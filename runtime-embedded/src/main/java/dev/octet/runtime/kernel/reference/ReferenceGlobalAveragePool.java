package dev.octet.runtime.kernel.reference;

import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Requantize;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.GlobalAveragePool;

/** Mean over all pixels; the multiplier holds the division (docs/arithmetic.md, equation 5). */
final class ReferenceGlobalAveragePool extends ReferenceKernel<GlobalAveragePool> {
  ReferenceGlobalAveragePool(GlobalAveragePool operation, TensorSpec[] tensors) {
    super(operation, tensors);
  }

  @Override
  int element(Memory memory, int y, int x, int channel) {
    int pixels = input.height * input.width;
    long sum = -(long) pixels * operation.zeroPoint[channel];
    for (int pixel = 0; pixel < pixels; pixel++) {
      sum += input.get(memory, pixel * input.channels + channel);
    }
    return Requantize.apply(operation.epilogue, channel, sum, 0);
  }
}

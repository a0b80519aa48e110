package dev.octet.runtime.kernel.reference;

import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Requantize;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.AveragePool;
import dev.octet.runtime.schedule.operation.Window;

/**
 * Mean over a window, with one multiplier for each possible divisor (docs/arithmetic.md, equation
 * 6).
 */
final class ReferenceAveragePool extends ReferenceKernel<AveragePool> {
  ReferenceAveragePool(AveragePool operation, TensorSpec[] tensors) {
    super(operation, tensors);
  }

  @Override
  int element(Memory memory, int y, int x, int channel) {
    Window w = operation.window;
    int top = y * w.strideHeight - w.padTop;
    int left = x * w.strideWidth - w.padLeft;
    long sum = 0;
    int pixels = 0;
    for (int row = Math.max(top, 0); row < Math.min(top + w.kernelHeight, input.height); row++) {
      for (int col = Math.max(left, 0); col < Math.min(left + w.kernelWidth, input.width); col++) {
        sum += input.get(memory, input.index(row, col, channel)) - operation.zeroPoint[channel];
        pixels++;
      }
    }
    int divisor = operation.countPadding ? w.kernelHeight * w.kernelWidth : pixels;
    long mean =
        Requantize.rescale(
            sum,
            operation.byDivisor.multiplier[divisor - 1],
            operation.byDivisor.shift[divisor - 1]);
    return Requantize.clamp(mean + operation.offset, operation.low, operation.high);
  }
}

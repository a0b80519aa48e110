package dev.octet.runtime.kernel.reference;

import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.MaxPool;
import dev.octet.runtime.schedule.operation.Window;

/** Largest element of a window. */
final class ReferenceMaxPool extends ReferenceKernel<MaxPool> {
  ReferenceMaxPool(MaxPool operation, TensorSpec[] tensors) {
    super(operation, tensors);
  }

  @Override
  int element(Memory memory, int y, int x, int channel) {
    Window w = operation.window;
    int max = Integer.MIN_VALUE;
    for (int ky = 0; ky < w.kernelHeight; ky++) {
      int inputY = y * w.strideHeight - w.padTop + ky * w.dilationHeight;
      for (int kx = 0; kx < w.kernelWidth; kx++) {
        int inputX = x * w.strideWidth - w.padLeft + kx * w.dilationWidth;
        if (inputY >= 0 && inputY < input.height && inputX >= 0 && inputX < input.width) {
          max = Math.max(max, input.get(memory, input.index(inputY, inputX, channel)));
        }
      }
    }
    return max;
  }
}

package dev.octet.runtime.kernel.reference;

import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Requantize;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Window;

/** Convolution of any group count, dilation and padding (docs/arithmetic.md, equation 3). */
final class ReferenceConvolution extends ReferenceKernel<Convolution> {
  private final ArenaElements residual;
  private final int groupInputs;
  private final int groupOutputs;

  ReferenceConvolution(Convolution operation, TensorSpec[] tensors) {
    super(operation, tensors);
    this.residual = ReferenceElementwise.residual(operation.epilogue, tensors);
    this.groupInputs = input.channels / operation.groups;
    this.groupOutputs = output.channels / operation.groups;
  }

  @Override
  int element(Memory memory, int y, int x, int channel) {
    Window w = operation.window;
    int firstInput = channel / groupOutputs * groupInputs;
    int weight = channel * w.kernelHeight * w.kernelWidth * groupInputs;
    long sum = operation.bias[channel];
    for (int ky = 0; ky < w.kernelHeight; ky++) {
      int inputY = y * w.strideHeight - w.padTop + ky * w.dilationHeight;
      for (int kx = 0; kx < w.kernelWidth; kx++) {
        int inputX = x * w.strideWidth - w.padLeft + kx * w.dilationWidth;
        boolean inside =
            inputY >= 0 && inputY < input.height && inputX >= 0 && inputX < input.width;
        for (int i = firstInput; i < firstInput + groupInputs; i++) {
          int value =
              inside ? input.get(memory, input.index(inputY, inputX, i)) : operation.padValue[i];
          sum += (long) value * operation.weights.at(weight++);
        }
      }
    }
    int added = residual == null ? 0 : residual.get(memory, output.index(y, x, channel));
    return Requantize.apply(operation.epilogue, channel, sum, added);
  }
}

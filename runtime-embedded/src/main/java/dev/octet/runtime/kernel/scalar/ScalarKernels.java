package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.kernel.ReferenceKernels;
import dev.octet.runtime.schedule.Convolution;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.Operation;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.Window;

/** Fast kernels for any JVM; operations that cost nothing stay with the reference set. */
public final class ScalarKernels implements KernelSet {
  private final ReferenceKernels reference = new ReferenceKernels();

  /** Makes the set; it has no state. */
  public ScalarKernels() {}

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public Kernel prepare(Operation operation, TensorSpec[] tensors) {
    if (operation instanceof Convolution) {
      Kernel kernel = convolution((Convolution) operation, tensors);
      if (kernel != null) {
        return kernel;
      }
    }
    return reference.prepare(operation, tensors);
  }

  private static Kernel convolution(Convolution operation, TensorSpec[] tensors) {
    TensorSpec input = tensors[operation.input(0)];
    if (input.type() != ElementType.INT8) {
      return null;
    }
    Window w = operation.window;
    if (operation.groups == 1) {
      return new ScalarMatrix(operation, tensors);
    }
    if (operation.groups == input.channels()
        && operation.bias.length == input.channels()
        && w.dilationHeight == 1
        && w.dilationWidth == 1) {
      return new ScalarDepthwise(operation, tensors);
    }
    return null;
  }
}

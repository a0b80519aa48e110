package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.kernel.ReferenceKernels;
import dev.octet.runtime.schedule.Convolution;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.Operation;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.Window;

/**
 * Fast kernels for any JVM; operations that cost nothing stay with the reference set.
 *
 * <p>Matrix products have two forms with the same bits. On x86 the JIT compiler makes SSE or AVX of
 * a loop over pixels ({@link ScalarMatrix}). Elsewhere 4 x 4 sums in registers ({@link ScalarTile})
 * need neither that nor a transposed copy of the input.
 */
public final class ScalarKernels implements KernelSet {
  private final ReferenceKernels reference = new ReferenceKernels();
  private final boolean vectorized;

  /** Makes the set for this machine; it has no state. */
  public ScalarKernels() {
    this(isX86(System.getProperty("os.arch", "")));
  }

  /**
   * Makes the set with one of the two forms.
   *
   * @param vectorized whether loops over pixels shall do the matrix products
   */
  ScalarKernels(boolean vectorized) {
    this.vectorized = vectorized;
  }

  private static boolean isX86(String architecture) {
    return architecture.equals("amd64")
        || architecture.startsWith("x86")
        || architecture.equals("i386");
  }

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

  private Kernel convolution(Convolution operation, TensorSpec[] tensors) {
    TensorSpec input = tensors[operation.input(0)];
    Window w = operation.window;
    boolean matrix = operation.groups == 1;
    boolean pointwise = matrix && w.isPointwise();
    if (input.type() != ElementType.INT8) {
      boolean single = pointwise && input.height() == 1 && input.width() == 1;
      return single ? new ScalarWideSingle(operation, tensors) : null;
    }
    if (matrix) {
      return pointwise && !vectorized
          ? new ScalarTile(operation, tensors)
          : new ScalarMatrix(operation, tensors);
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

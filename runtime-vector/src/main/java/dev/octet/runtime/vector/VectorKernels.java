package dev.octet.runtime.vector;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.kernel.scalar.ScalarKernels;
import dev.octet.runtime.schedule.Convolution;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.GlobalAveragePool;
import dev.octet.runtime.schedule.Multiply;
import dev.octet.runtime.schedule.Operation;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.Window;

/**
 * Kernels in the Vector API; operations that it does not speed up are the scalar set's. Needs
 * {@code --add-modules jdk.incubator.vector}.
 */
public final class VectorKernels implements KernelSet {
  private final ScalarKernels scalar = new ScalarKernels();
  private final boolean triples;

  /**
   * Makes the set; it has no state.
   *
   * @throws UnsupportedOperationException when the machine's vectors are shorter than 256 bits
   */
  public VectorKernels() {
    this(Machine.LONG_PRODUCTS);
  }

  /** The same with or without {@link TripleKernel}. */
  VectorKernels(boolean triples) {
    this.triples = triples;
    if (!Lanes.SUPPORTED) {
      throw new UnsupportedOperationException(
          "vectors of " + Lanes.FLOAT.vectorBitSize() + " bits; 256 or 512 are needed");
    }
  }

  @Override
  public String name() {
    return "vector";
  }

  /** The scalar set: interpreted, the Vector API takes seconds for one inference. */
  @Override
  public KernelSet first() {
    return scalar;
  }

  @Override
  public Kernel prepare(Operation operation, TensorSpec[] tensors) {
    if (operation instanceof Convolution convolution) {
      Kernel kernel = convolution(convolution, tensors);
      if (kernel != null) {
        return kernel;
      }
    }
    if (operation instanceof Multiply multiply && GateKernel.fits(multiply, tensors)) {
      return new GateKernel(multiply, tensors);
    }
    if (operation instanceof GlobalAveragePool pool && MeanKernel.fits(pool, tensors)) {
      return new MeanKernel(pool, tensors);
    }
    return scalar.prepare(operation, tensors);
  }

  private Kernel convolution(Convolution operation, TensorSpec[] tensors) {
    if (SingleKernel.fits(operation, tensors)) {
      return new SingleKernel(operation, tensors);
    }
    TensorSpec input = tensors[operation.input(0)];
    if (input.type() != ElementType.INT8) {
      return wideConvolution(operation, tensors);
    }
    long bound = Exactness.bound(operation);
    if (bound >= Exactness.FLOAT_LIMIT) {
      return null;
    }
    if (triples && operation.groups == 1 && TripleKernel.fits(operation, tensors)) {
      return new TripleKernel(operation, tensors, bound);
    }
    if (RowKernel.fits(operation, tensors)) {
      return new RowKernel(operation, tensors, bound);
    }
    if (operation.groups == 1) {
      return new MatrixKernel(operation, tensors, bound);
    }
    if (ScalarKernels.plainDepthwise(operation, input)) {
      Window w = operation.window;
      if (Depthwise5x5.fits(w)) {
        return new Depthwise5x5(operation, tensors, bound);
      }
      return Depthwise3x3.fits(w, input)
          ? new Depthwise3x3(operation, tensors, bound)
          : new DepthwiseKernel(operation, tensors, bound);
    }
    return null;
  }

  private static Kernel wideConvolution(Convolution operation, TensorSpec[] tensors) {
    if (WideMatrixKernel.fits(operation, tensors)) {
      return new WideMatrixKernel(operation, tensors);
    }
    return WideDepthwiseKernel.fits(operation, tensors)
        ? new WideDepthwiseKernel(operation, tensors)
        : null;
  }
}

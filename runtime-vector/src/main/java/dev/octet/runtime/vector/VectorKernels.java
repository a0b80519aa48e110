package dev.octet.runtime.vector;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.kernel.scalar.ScalarKernels;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.GlobalAveragePool;
import dev.octet.runtime.schedule.operation.Multiply;
import dev.octet.runtime.schedule.operation.Operation;
import dev.octet.runtime.schedule.operation.Window;
import dev.octet.runtime.vector.channelwise.ChannelGate;
import dev.octet.runtime.vector.channelwise.ChannelMean;
import dev.octet.runtime.vector.dense.DenseConvolution;
import dev.octet.runtime.vector.dense.FullyConnected;
import dev.octet.runtime.vector.dense.QuadPointwise;
import dev.octet.runtime.vector.dense.StemConvolution;
import dev.octet.runtime.vector.depthwise.Depthwise3x3;
import dev.octet.runtime.vector.depthwise.DepthwiseConvolution;
import dev.octet.runtime.vector.depthwise.RingDepthwise;
import dev.octet.runtime.vector.int16.Int16Depthwise;
import dev.octet.runtime.vector.int16.Int16Pointwise;
import dev.octet.runtime.vector.lanes.Allocation;
import dev.octet.runtime.vector.lanes.Exactness;
import dev.octet.runtime.vector.lanes.Lanes;
import dev.octet.runtime.vector.lanes.Machine;
import dev.octet.runtime.vector.packed.PackedPointwise;

/**
 * Kernels in the Vector API; operations that it does not speed up are the scalar set's. Needs
 * {@code --add-modules jdk.incubator.vector}.
 */
public final class VectorKernels implements KernelSet {
  private final ScalarKernels scalar = new ScalarKernels();
  private final boolean packed;

  /**
   * Makes the set; it has no state.
   *
   * @throws UnsupportedOperationException when the machine has vectors of another length than 128,
   *     256 or 512 bits
   */
  public VectorKernels() {
    this(Machine.LONG_PRODUCTS);
  }

  /** The same with or without {@link PackedPointwise}. */
  VectorKernels(boolean packed) {
    this.packed = packed;
    if (!Lanes.SUPPORTED) {
      throw new UnsupportedOperationException(
          "vectors of " + Lanes.FLOAT.vectorBitSize() + " bits; 128, 256 or 512 are needed");
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

  /** Interpreted, and where C2 fails, every vector is an object. */
  @Override
  public long allocated() {
    return Allocation.ofThread();
  }

  @Override
  public Kernel prepare(Operation operation, TensorSpec[] tensors) {
    if (operation instanceof Convolution convolution) {
      Kernel kernel = convolution(convolution, tensors);
      if (kernel != null) {
        return kernel;
      }
    }
    if (operation instanceof Multiply multiply && ChannelGate.fits(multiply, tensors)) {
      return new ChannelGate(multiply, tensors);
    }
    if (operation instanceof GlobalAveragePool pool && ChannelMean.fits(pool, tensors)) {
      return new ChannelMean(pool, tensors);
    }
    return scalar.prepare(operation, tensors);
  }

  private Kernel convolution(Convolution operation, TensorSpec[] tensors) {
    if (FullyConnected.fits(operation, tensors)) {
      return new FullyConnected(operation, tensors);
    }
    TensorSpec input = tensors[operation.input(0)];
    boolean wide = input.type().wide();
    long bound = Exactness.bound(operation, input.type());
    if (bound >= Exactness.FLOAT_LIMIT) {
      return wide ? twoProducts(operation, tensors) : null;
    }
    if (packed && operation.groups == 1 && PackedPointwise.fits(operation, tensors)) {
      return new PackedPointwise(operation, tensors, bound);
    }
    if (!wide && StemConvolution.fits(operation, tensors)) {
      return new StemConvolution(operation, tensors, bound);
    }
    if (operation.groups == 1 && QuadPointwise.fits(operation)) {
      return new QuadPointwise(operation, tensors, bound);
    }
    if (operation.groups == 1) {
      return new DenseConvolution(operation, tensors, bound);
    }
    if (ScalarKernels.plainDepthwise(operation, input)) {
      Window w = operation.window;
      if (!wide && RingDepthwise.fits(w)) {
        return new RingDepthwise(operation, tensors, bound);
      }
      return !wide && Depthwise3x3.fits(w, input)
          ? new Depthwise3x3(operation, tensors, bound)
          : new DepthwiseConvolution(operation, tensors, bound);
    }
    return null;
  }

  /** Where one product is not exact as a float: two, or ints. */
  private static Kernel twoProducts(Convolution operation, TensorSpec[] tensors) {
    if (Int16Pointwise.fits(operation, tensors)) {
      return new Int16Pointwise(operation, tensors);
    }
    return Int16Depthwise.fits(operation, tensors) ? new Int16Depthwise(operation, tensors) : null;
  }
}

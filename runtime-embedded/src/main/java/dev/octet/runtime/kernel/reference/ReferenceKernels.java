package dev.octet.runtime.kernel.reference;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.AveragePool;
import dev.octet.runtime.schedule.operation.Concat;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Curve;
import dev.octet.runtime.schedule.operation.Elementwise;
import dev.octet.runtime.schedule.operation.GlobalAveragePool;
import dev.octet.runtime.schedule.operation.L2Normalize;
import dev.octet.runtime.schedule.operation.LeakyRelu;
import dev.octet.runtime.schedule.operation.MaxPool;
import dev.octet.runtime.schedule.operation.Multiply;
import dev.octet.runtime.schedule.operation.Operation;
import dev.octet.runtime.schedule.operation.OperationVisitor;
import dev.octet.runtime.schedule.operation.Pad;
import dev.octet.runtime.schedule.operation.Rearrange;
import dev.octet.runtime.schedule.operation.Resize;
import dev.octet.runtime.schedule.operation.Softmax;

/**
 * The definition of every operation of docs/arithmetic.md in code: plain, untuned, and kept so.
 * Faster sets must produce exactly what this one produces. Takes every mix of int8 and int16
 * tensors.
 */
public final class ReferenceKernels implements KernelSet {
  /** Makes the set; it has no state. */
  public ReferenceKernels() {}

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public Kernel prepare(Operation operation, TensorSpec[] tensors) {
    return operation.accept(new Chooser(tensors));
  }

  private static final class Chooser implements OperationVisitor<Kernel> {
    private final TensorSpec[] tensors;

    Chooser(TensorSpec[] tensors) {
      this.tensors = tensors;
    }

    @Override
    public Kernel visit(Convolution operation) {
      return new ReferenceConvolution(operation, tensors);
    }

    @Override
    public Kernel visit(Elementwise operation) {
      return new ReferenceElementwise(operation, tensors);
    }

    @Override
    public Kernel visit(Multiply operation) {
      return new ReferenceMultiply(operation, tensors);
    }

    @Override
    public Kernel visit(LeakyRelu operation) {
      return new ReferenceLeakyRelu(operation, tensors);
    }

    @Override
    public Kernel visit(GlobalAveragePool operation) {
      return new ReferenceGlobalAveragePool(operation, tensors);
    }

    @Override
    public Kernel visit(AveragePool operation) {
      return new ReferenceAveragePool(operation, tensors);
    }

    @Override
    public Kernel visit(MaxPool operation) {
      return new ReferenceMaxPool(operation, tensors);
    }

    @Override
    public Kernel visit(Concat operation) {
      return new ReferenceConcat(operation, tensors);
    }

    @Override
    public Kernel visit(Pad operation) {
      return new ReferencePad(operation, tensors);
    }

    @Override
    public Kernel visit(Rearrange operation) {
      return new ReferenceRearrange(operation, tensors);
    }

    @Override
    public Kernel visit(Resize operation) {
      return new ReferenceResize(operation, tensors);
    }

    @Override
    public Kernel visit(Curve operation) {
      return new ReferenceCurve(operation, tensors);
    }

    @Override
    public Kernel visit(Softmax operation) {
      return new ReferenceSoftmax(operation, tensors);
    }

    @Override
    public Kernel visit(L2Normalize operation) {
      return new ReferenceL2Normalize(operation, tensors);
    }
  }
}

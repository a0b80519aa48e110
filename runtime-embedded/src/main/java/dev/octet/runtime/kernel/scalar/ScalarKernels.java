package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.format.check.AccumulatorBounds;
import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.kernel.reference.ReferenceKernels;
import dev.octet.runtime.kernel.scalar.product.ProductChoice;
import dev.octet.runtime.kernel.scalar.product.ProductForm;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Curve;
import dev.octet.runtime.schedule.operation.Elementwise;
import dev.octet.runtime.schedule.operation.GlobalAveragePool;
import dev.octet.runtime.schedule.operation.LeakyRelu;
import dev.octet.runtime.schedule.operation.Multiply;
import dev.octet.runtime.schedule.operation.Operation;
import dev.octet.runtime.schedule.operation.Rearrange;
import dev.octet.runtime.schedule.operation.Resize;

/**
 * Fast kernels for any JVM; operations that are rare or cost nothing stay with the reference set.
 *
 * <p>Matrix products have three forms with the same bits ({@link ProductForm}), chosen by the
 * machine.
 */
public final class ScalarKernels implements KernelSet {
  private final ReferenceKernels reference = new ReferenceKernels();
  private final ProductForm form;

  /** Makes the set for this machine; it has no state. */
  public ScalarKernels() {
    this(ProductChoice.chosen());
  }

  ScalarKernels(ProductForm form) {
    this.form = form;
  }

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public Kernel prepare(Operation operation, TensorSpec[] tensors) {
    Kernel kernel = null;
    boolean bytes = tensors[operation.input(0)].type() == ElementType.INT8;
    if (operation instanceof Convolution) {
      kernel = convolution((Convolution) operation, tensors);
    } else if (bytes && operation instanceof Multiply) {
      kernel = gate((Multiply) operation, tensors);
    } else if (bytes && operation instanceof GlobalAveragePool) {
      kernel = mean((GlobalAveragePool) operation, tensors);
    } else if (bytes && operation instanceof Elementwise) {
      kernel = new ScalarElementwise((Elementwise) operation, tensors);
    } else if (operation instanceof LeakyRelu
        && ScalarLeakyRelu.fits((LeakyRelu) operation, tensors)) {
      kernel = new ScalarLeakyRelu((LeakyRelu) operation, tensors);
    } else if (operation instanceof Curve && ScalarCurve.fits((Curve) operation, tensors)) {
      kernel = new ScalarCurve((Curve) operation, tensors);
    } else if (operation instanceof Resize && ScalarResize.fits((Resize) operation, tensors)) {
      kernel = new ScalarResize((Resize) operation, tensors);
    } else if (operation instanceof Rearrange) {
      kernel = new ScalarMoves((Rearrange) operation, tensors);
    }
    return kernel == null ? reference.prepare(operation, tensors) : kernel;
  }

  /** For gates of one pixel between int8 maps. */
  private static Kernel gate(Multiply operation, TensorSpec[] tensors) {
    TensorSpec gate = tensors[operation.input(1)];
    boolean usual =
        gate.type().wide()
            && gate.height() == 1
            && gate.width() == 1
            && tensors[operation.output()].type() == ElementType.INT8;
    for (byte shift : operation.epilogue.rescale.shift) {
      usual &= shift >= ScalarEpilogue.NARROW_SHIFT;
    }
    return usual ? new ScalarGate(operation, tensors) : null;
  }

  /** For maps whose sums fit an int whatever the zero points are. */
  private static Kernel mean(GlobalAveragePool operation, TensorSpec[] tensors) {
    TensorSpec map = tensors[operation.input(0)];
    return map.height() * map.width() <= ScalarMean.MAX_PIXELS
        ? new ScalarMean(operation, tensors)
        : null;
  }

  private Kernel convolution(Convolution operation, TensorSpec[] tensors) {
    TensorSpec input = tensors[operation.input(0)];
    boolean matrix = operation.groups == 1;
    boolean wide = input.type() != ElementType.INT8;
    if (wide) {
      if (matrix && operation.window.isPointwise() && input.height() == 1 && input.width() == 1) {
        return new ScalarInt16FullyConnected(operation, tensors);
      }
      if (!AccumulatorBounds.fitsInt(operation, input.type())) {
        return null;
      }
    }
    if (matrix) {
      return wide || form.loops()
          ? new ScalarConvolution(operation, tensors, form)
          : new ScalarTiledConvolution(operation, tensors, form == ProductForm.PACKED_TILES);
    }
    if (!plainDepthwise(operation, input)) {
      return null;
    }
    return form.loops()
        ? new LoopedDepthwise(operation, tensors)
        : new ScalarDepthwise(operation, tensors);
  }

  /** Whether each channel has one window of its own, without dilation. */
  public static boolean plainDepthwise(Convolution operation, TensorSpec input) {
    return operation.groups == input.channels()
        && operation.bias.length == input.channels()
        && operation.window.dilationHeight == 1
        && operation.window.dilationWidth == 1;
  }
}

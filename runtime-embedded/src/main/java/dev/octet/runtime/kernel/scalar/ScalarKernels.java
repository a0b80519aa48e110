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
 * <p>Matrix products have three forms with the same bits ({@link Form}), chosen by the machine.
 */
public final class ScalarKernels implements KernelSet {
  /** How matrix products are done. */
  enum Form {
    /** {@link ScalarMatrix}: on x86, the JIT compiler makes SSE or AVX of a loop over pixels. */
    LOOPS,
    /** {@link ScalarTile} with {@link PackedTile}: other machines with 64-bit registers. */
    PACKED_TILES,
    /** {@link ScalarTile} with {@link IntTile}: machines with 32-bit registers. */
    INT_TILES
  }

  private final ReferenceKernels reference = new ReferenceKernels();
  private final Form form;

  /** Makes the set for this machine; it has no state. */
  public ScalarKernels() {
    this(form(System.getProperty("os.arch", "")));
  }

  ScalarKernels(Form form) {
    this.form = form;
  }

  private static Form form(String architecture) {
    if (architecture.equals("amd64")
        || architecture.startsWith("x86")
        || architecture.equals("i386")) {
      return Form.LOOPS;
    }
    return architecture.contains("64") ? Form.PACKED_TILES : Form.INT_TILES;
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
    if (input.type() != ElementType.INT8) {
      boolean single = matrix && w.isPointwise() && input.height() == 1 && input.width() == 1;
      return single ? new ScalarWideSingle(operation, tensors) : null;
    }
    if (matrix) {
      return form == Form.LOOPS
          ? new ScalarMatrix(operation, tensors)
          : new ScalarTile(operation, tensors, form == Form.PACKED_TILES);
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

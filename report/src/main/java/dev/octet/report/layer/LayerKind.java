package dev.octet.report.layer;

import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Elementwise;
import dev.octet.runtime.schedule.operation.Operation;

/** What reports call an operation. */
public final class LayerKind {
  private LayerKind() {}

  /** Such as {@code DepthwiseConv 3x3} or {@code FullyConnected}. */
  public static String of(Operation operation, TensorSpec[] tensors) {
    if (operation instanceof Convolution convolution) {
      return convolution(convolution, tensors[operation.input(0)]);
    }
    if (operation instanceof Elementwise elementwise && elementwise.epilogue.residual != null) {
      return "Add";
    }
    return operation.getClass().getSimpleName();
  }

  private static String convolution(Convolution convolution, TensorSpec input) {
    if (input.height() == 1 && input.width() == 1 && convolution.groups == 1) {
      return "FullyConnected";
    }
    String size = convolution.window.kernelHeight + "x" + convolution.window.kernelWidth;
    if (convolution.groups > 1 && convolution.groups == input.channels()) {
      return "DepthwiseConv " + size;
    }
    return (convolution.groups > 1 ? "GroupConv " : "Conv ") + size;
  }
}

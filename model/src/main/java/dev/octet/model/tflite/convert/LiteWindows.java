package dev.octet.model.tflite.convert;

import dev.octet.model.ModelLimits;
import dev.octet.model.graph.SamePadding;
import dev.octet.model.graph.Shape;
import dev.octet.model.tflite.read.TfliteErrors;
import dev.octet.model.tflite.read.TfliteOperator;
import dev.octet.runtime.schedule.operation.Window;

/** Sliding windows, with TensorFlow's two kinds of padding. */
final class LiteWindows {
  private static final int VALID = 1;

  private LiteWindows() {}

  /**
   * A window over a map.
   *
   * @param kernel rows and columns
   * @param strides rows and columns
   * @param dilations rows and columns
   */
  static Window of(
      TfliteOperator operator, Shape map, int[] kernel, int[] strides, int[] dilations) {
    int[][] pads = new int[2][2];
    int padding = operator.int8(0, 0);
    if (padding != 0 && padding != VALID) {
      throw TfliteErrors.invalid(operator, "a padding of kind " + padding);
    }
    for (int side = 0; side < 2; side++) {
      check(operator, kernel[side], "a kernel");
      check(operator, strides[side], "a stride");
      check(operator, dilations[side], "a dilation");
      int extent = side == 0 ? map.height() : map.width();
      if (padding != VALID) {
        pads[side] = SamePadding.of(extent, kernel[side], strides[side], dilations[side]);
      } else if ((kernel[side] - 1L) * dilations[side] >= extent) {
        throw TfliteErrors.unsupported(
            operator, "nothing is left of a map of " + map, "use a larger input");
      }
    }
    return new Window(
        kernel[0],
        kernel[1],
        strides[0],
        strides[1],
        pads[0][0],
        pads[1][0],
        pads[0][1],
        pads[1][1],
        dilations[0],
        dilations[1]);
  }

  private static void check(TfliteOperator operator, int pixels, String what) {
    if (pixels < 1 || pixels > ModelLimits.WINDOW) {
      throw TfliteErrors.invalid(operator, what + " of " + pixels + " pixels");
    }
  }
}

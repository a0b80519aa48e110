package dev.octet.runtime.format.check;

import dev.octet.runtime.format.bytes.FormatLimits;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Window;

/** Validates shapes and windows. */
public final class ShapeCheck {
  private ShapeCheck() {}

  /** Whether two tensors have the same rows, columns and channels. */
  static boolean sameShape(TensorSpec a, TensorSpec b) {
    return sameMap(a, b) && a.channels() == b.channels();
  }

  /** Whether two tensors have the same rows and columns. */
  public static boolean sameMap(TensorSpec a, TensorSpec b) {
    return a.height() == b.height() && a.width() == b.width();
  }

  /** Requires that two tensors have the same shape. */
  public static void same(Check check, TensorSpec a, TensorSpec b) {
    check.require(
        sameShape(a, b), describe(a) + " and " + describe(b) + " do not have the same shape");
  }

  /** Requires that a tensor is one pixel. */
  public static void onePixel(Check check, TensorSpec tensor) {
    check.require(
        tensor.height() == 1 && tensor.width() == 1, describe(tensor) + " is not one pixel");
  }

  /** Requires that a window takes an input's map to an output's. */
  public static void window(Check check, Window w, TensorSpec input, TensorSpec output) {
    check.range("the kernel's height", w.kernelHeight, 1, FormatLimits.WINDOW);
    check.range("the kernel's width", w.kernelWidth, 1, FormatLimits.WINDOW);
    check.range("the stride", w.strideHeight, 1, FormatLimits.WINDOW);
    check.range("the stride", w.strideWidth, 1, FormatLimits.WINDOW);
    check.range("the dilation", w.dilationHeight, 1, FormatLimits.WINDOW);
    check.range("the dilation", w.dilationWidth, 1, FormatLimits.WINDOW);
    check.range("the padding above", w.padTop, 0, FormatLimits.WINDOW);
    check.range("the padding on the left", w.padLeft, 0, FormatLimits.WINDOW);
    check.range("the padding below", w.padBottom, 0, FormatLimits.WINDOW);
    check.range("the padding on the right", w.padRight, 0, FormatLimits.WINDOW);
    int height = w.outputHeight(input.height());
    int width = w.outputWidth(input.width());
    check.require(
        height == output.height() && width == output.width(),
        "the window makes a map of " + height + "x" + width + ", not of " + describe(output));
  }

  /** Requires that each position of a pooling window has at least one pixel of the map. */
  public static void poolWindow(Check check, Window w, TensorSpec input, TensorSpec output) {
    window(check, w, input, output);
    check.require(
        covered(
                output.height(),
                w.strideHeight,
                w.padTop,
                w.kernelHeight,
                w.dilationHeight,
                input.height())
            && covered(
                output.width(),
                w.strideWidth,
                w.padLeft,
                w.kernelWidth,
                w.dilationWidth,
                input.width()),
        "the pooling window can lie wholly in the padding");
  }

  private static boolean covered(
      int outputs, int stride, int pad, int kernel, int dilation, int size) {
    for (int o = 0; o < outputs; o++) {
      int start = o * stride - pad;
      int skipped = start >= 0 ? 0 : (-start + dilation - 1) / dilation;
      if (skipped >= kernel || start + skipped * dilation >= size) {
        return false;
      }
    }
    return true;
  }

  private static String describe(TensorSpec t) {
    return t.name() + " (" + t.height() + "x" + t.width() + "x" + t.channels() + ")";
  }
}

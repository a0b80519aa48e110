package dev.octet.model.onnx.convert;

import dev.octet.model.ModelLimits;
import dev.octet.model.graph.Shape;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawNode;
import dev.octet.runtime.schedule.operation.Window;
import java.util.Optional;

/** Reads the attributes of sliding windows: kernel, stride, padding of every spelling, dilation. */
final class OnnxWindows {
  private OnnxWindows() {}

  /** A window without padding that covers a whole map. */
  static Window whole(Shape map) {
    return Window.whole(map.height(), map.width());
  }

  /**
   * Reads a node's window.
   *
   * @param map shape of its input
   * @param kernel kernel height and width as the weights have them, or null to read {@code
   *     kernel_shape}
   */
  static Window read(RawNode node, Shape map, int[] kernel) {
    int[] shape = pair(node, "kernel_shape", 1, 2).orElse(kernel);
    if (shape == null) {
      throw OnnxErrors.invalid(node, "attribute 'kernel_shape' is missing");
    }
    if (kernel != null && (shape[0] != kernel[0] || shape[1] != kernel[1])) {
      throw OnnxErrors.invalid(node, "kernel_shape contradicts the weights");
    }
    int[] ones = {1, 1};
    int[] strides = pair(node, "strides", 1, 2).orElse(ones);
    int[] dilations = pair(node, "dilations", 1, 2).orElse(ones);
    int[] pads = pads(node, map, shape, strides, dilations);
    Window window =
        new Window(
            shape[0],
            shape[1],
            strides[0],
            strides[1],
            pads[0],
            pads[1],
            pads[2],
            pads[3],
            dilations[0],
            dilations[1]);
    return node.attributes().integer("ceil_mode", 0) == 0 ? window : ceil(window, map);
  }

  /** Whether rounding up has added pixels below or right to a window that was read from a node. */
  static boolean isRoundedUp(RawNode node, Shape map, Window window) {
    int[] kernel = {window.kernelHeight, window.kernelWidth};
    int[] strides = {window.strideHeight, window.strideWidth};
    int[] dilations = {window.dilationHeight, window.dilationWidth};
    int[] pads = pads(node, map, kernel, strides, dilations);
    return window.padBottom != pads[2] || window.padRight != pads[3];
  }

  private static int[] pads(RawNode node, Shape map, int[] kernel, int[] strides, int[] dilations) {
    String auto = node.attributes().text("auto_pad", "NOTSET");
    return switch (auto) {
      case "NOTSET", "" -> pair(node, "pads", 0, 4).orElse(new int[4]);
      case "VALID" -> new int[4];
      case "SAME_UPPER", "SAME_LOWER" -> {
        int rows = same(map.height(), kernel[0], strides[0], dilations[0]);
        int columns = same(map.width(), kernel[1], strides[1], dilations[1]);
        // An odd pixel goes below and right (upper) or above and left (lower).
        int odd = auto.equals("SAME_UPPER") ? 0 : 1;
        int top = (rows + odd) / 2;
        int left = (columns + odd) / 2;
        yield new int[] {top, left, rows - top, columns - left};
      }
      default -> throw OnnxErrors.invalid(node, "auto_pad '" + auto + "' does not exist");
    };
  }

  /** Padding in all that makes ceil(extent / stride) outputs. */
  private static int same(int extent, int kernel, int stride, int dilation) {
    int outputs = (extent + stride - 1) / stride;
    return Math.max(0, (outputs - 1) * stride + (kernel - 1) * dilation + 1 - extent);
  }

  /**
   * The window that has under rounding down the outputs that this one has under rounding up. A last
   * window that would begin in the padding after the map does not count.
   */
  private static Window ceil(Window w, Shape map) {
    int bottom =
        ceil(
            map.height(),
            w.padTop,
            w.padBottom,
            extent(w.kernelHeight, w.dilationHeight),
            w.strideHeight);
    int right =
        ceil(
            map.width(),
            w.padLeft,
            w.padRight,
            extent(w.kernelWidth, w.dilationWidth),
            w.strideWidth);
    return w.withPadding(w.padTop, w.padLeft, bottom, right);
  }

  private static int extent(int kernel, int dilation) {
    return (kernel - 1) * dilation + 1;
  }

  private static int ceil(int size, int before, int after, int extent, int stride) {
    int outputs = -Math.floorDiv(extent - size - before - after, stride) + 1;
    if ((outputs - 1) * stride >= size + before) {
      outputs--;
    }
    return Math.max(after, (outputs - 1) * stride + extent - size - before);
  }

  private static Optional<int[]> pair(RawNode node, String name, int least, int count) {
    return node.attributes()
        .integers(name)
        .map(
            values -> {
              if (values.length != count) {
                throw OnnxErrors.unsupported(
                    node,
                    name + " has " + values.length + " numbers; only 2-D windows are supported",
                    "Octet takes 2-D images");
              }
              int[] result = new int[count];
              for (int i = 0; i < count; i++) {
                if (values[i] < least || values[i] > ModelLimits.WINDOW) {
                  throw OnnxErrors.unsupported(
                      node,
                      name + " " + values[i] + " is out of range",
                      "use " + least + " to " + ModelLimits.WINDOW);
                }
                result[i] = (int) values[i];
              }
              return result;
            });
  }
}

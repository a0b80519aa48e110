package dev.octet.model.keras.layer;

import dev.octet.model.ModelLimits;
import dev.octet.model.graph.SamePadding;
import dev.octet.model.graph.Shape;
import dev.octet.model.keras.config.LayerConfig;
import dev.octet.runtime.schedule.operation.Window;

/** Sliding windows of convolutions and pools, with TensorFlow's {@code same} padding. */
final class KerasWindows {
  private KerasWindows() {}

  /** The window of a convolution. */
  static Window convolution(LayerConfig layer, Shape map) {
    int[] kernel = layer.pair("kernel_size", 1, 1, ModelLimits.WINDOW);
    int[] strides = layer.pair("strides", 1, 1, ModelLimits.WINDOW);
    int[] dilations = layer.pair("dilation_rate", 1, 1, ModelLimits.WINDOW);
    return window(layer, map, kernel, strides, dilations);
  }

  /** The window of a pool; without strides it moves by its own size. */
  static Window pool(LayerConfig layer, Shape map) {
    int[] size = layer.pair("pool_size", 2, 1, ModelLimits.WINDOW);
    int[] strides =
        layer.get("strides").isMissingNode()
            ? size
            : layer.pair("strides", 1, 1, ModelLimits.WINDOW);
    return window(layer, map, size, strides, new int[] {1, 1});
  }

  private static Window window(
      LayerConfig layer, Shape map, int[] kernel, int[] strides, int[] dilations) {
    layer.requireChannelsLast();
    int[] rows = {0, 0};
    int[] columns = {0, 0};
    if (layer.same()) {
      rows = SamePadding.of(map.height(), kernel[0], strides[0], dilations[0]);
      columns = SamePadding.of(map.width(), kernel[1], strides[1], dilations[1]);
    }
    return new Window(
        kernel[0],
        kernel[1],
        strides[0],
        strides[1],
        rows[0],
        columns[0],
        rows[1],
        columns[1],
        dilations[0],
        dilations[1]);
  }
}

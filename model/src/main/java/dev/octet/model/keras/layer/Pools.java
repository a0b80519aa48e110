package dev.octet.model.keras.layer;

import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.keras.Value;
import dev.octet.runtime.schedule.operation.Window;

/** Pooling over maps. */
final class Pools {
  private Pools() {}

  static Value globalAverage(LayerCall call) {
    return kept(call, call.emit(new Op.GlobalAveragePool(), globalInput(call)));
  }

  static Value globalMax(LayerCall call) {
    Value input = globalInput(call);
    Shape shape = input.shape();
    Window whole = Window.whole(shape.height(), shape.width());
    return kept(call, call.emit(new Op.MaxPool(whole), input));
  }

  private static Value globalInput(LayerCall call) {
    call.layer().requireChannelsLast();
    return call.map();
  }

  private static Value kept(LayerCall call, Value pooled) {
    return call.layer().flag("keepdims", false)
        ? pooled
        : pooled.withAxes(pooled.shape().channels());
  }

  static Value max(LayerCall call) {
    Value input = call.map();
    return call.emit(new Op.MaxPool(Windows.pool(call.layer(), input.shape())), input);
  }

  /** TensorFlow does not count padding. */
  static Value average(LayerCall call) {
    Value input = call.map();
    Shape map = input.shape();
    Window window = Windows.pool(call.layer(), map);
    boolean padded = (window.padTop | window.padLeft | window.padBottom | window.padRight) != 0;
    boolean whole = window.kernelHeight == map.height() && window.kernelWidth == map.width();
    return call.emit(
        whole && !padded ? new Op.GlobalAveragePool() : new Op.AveragePool(window, false), input);
  }
}

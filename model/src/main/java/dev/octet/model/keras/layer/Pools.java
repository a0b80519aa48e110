package dev.octet.model.keras.layer;

import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.runtime.schedule.operation.Window;

/** Pooling over maps. */
final class Pools {
  private Pools() {}

  static KerasValue globalAverage(LayerCall call) {
    return kept(call, call.emit(new Op.GlobalAveragePool(), globalInput(call)));
  }

  static KerasValue globalMax(LayerCall call) {
    KerasValue input = globalInput(call);
    Shape shape = input.shape();
    Window whole = Window.whole(shape.height(), shape.width());
    return kept(call, call.emit(new Op.MaxPool(whole), input));
  }

  private static KerasValue globalInput(LayerCall call) {
    call.layer().requireChannelsLast();
    return call.map();
  }

  private static KerasValue kept(LayerCall call, KerasValue pooled) {
    return call.layer().flag("keepdims", false)
        ? pooled
        : pooled.withAxes(pooled.shape().channels());
  }

  static KerasValue max(LayerCall call) {
    KerasValue input = call.map();
    return call.emit(new Op.MaxPool(KerasWindows.pool(call.layer(), input.shape())), input);
  }

  /** TensorFlow does not count padding. */
  static KerasValue average(LayerCall call) {
    KerasValue input = call.map();
    Shape map = input.shape();
    Window window = KerasWindows.pool(call.layer(), map);
    boolean padded = (window.padTop | window.padLeft | window.padBottom | window.padRight) != 0;
    boolean whole = window.kernelHeight == map.height() && window.kernelWidth == map.width();
    return call.emit(
        whole && !padded ? new Op.GlobalAveragePool() : new Op.AveragePool(window, false), input);
  }
}

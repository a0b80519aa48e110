package dev.octet.model.keras.layer;

import dev.octet.model.graph.Op;
import dev.octet.model.keras.config.LayerConfig;

/** LeakyReLU, as a layer and as an activation. */
final class LeakyRelus {
  /** The slope of {@code keras.activations.leaky_relu} and {@code tf.nn.leaky_relu}. */
  private static final float FUNCTION_SLOPE = 0.2f;

  private static final double LAYER_SLOPE = 0.3;

  private LeakyRelus() {}

  /** The layer; its slope is {@code negative_slope} in Keras 3, {@code alpha} in Keras 2. */
  static KerasValue layer(LayerCall call) {
    LayerConfig layer = call.layer();
    double slope =
        layer.number("negative_slope").or(() -> layer.number("alpha")).orElse(LAYER_SLOPE);
    layer.require(
        slope >= 0, "a slope of " + slope + " below zero", "train with a slope of at least 0");
    return sloped(call, (float) slope);
  }

  /** The function, which has no settings where it is named as an activation. */
  static KerasValue function(LayerCall call) {
    return sloped(call, FUNCTION_SLOPE);
  }

  /** A slope of 0 is ReLU. */
  static KerasValue sloped(LayerCall call, float slope) {
    return call.elementwise(
        slope == 0 ? new Op.Clip(0, Float.POSITIVE_INFINITY) : new Op.LeakyRelu(slope));
  }
}

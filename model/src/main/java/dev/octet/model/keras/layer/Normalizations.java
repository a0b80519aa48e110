package dev.octet.model.keras.layer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.model.graph.Op;
import dev.octet.model.keras.config.KerasErrors;
import dev.octet.model.keras.config.LayerConfig;
import dev.octet.model.keras.weight.WeightStore.Stored;
import java.util.Arrays;
import java.util.List;

/** BatchNormalization, Rescaling and Normalization. */
final class Normalizations {
  /** Keras' smallest divisor. */
  private static final float EPSILON = 1e-7f;

  private Normalizations() {}

  static KerasValue batchNorm(LayerCall call) {
    LayerConfig layer = call.layer();
    KerasValue input = call.input();
    boolean flattened = input.isFlattened();
    if (!flattened) {
      input = lastAxis(call);
    }
    int channels = flattened ? input.last() : input.shape().channels();
    boolean scale = layer.flag("scale", true);
    boolean center = layer.flag("center", true);
    double epsilon = layer.number("epsilon").orElse(1e-3);
    List<Stored> stored = call.weights(2 + (scale ? 1 : 0) + (center ? 1 : 0));
    int next = 0;
    call.emitter().charge(layer, (scale ? 0L : channels) + (center ? 0L : channels));
    float[] gamma = scale ? call.read(stored.get(next++), channels) : filled(channels, 1);
    float[] beta = center ? call.read(stored.get(next++), channels) : filled(channels, 0);
    float[] mean = call.read(stored.get(next++), channels);
    float[] variance = call.read(stored.get(next), channels);
    for (float v : variance) {
      if (v < 0 || !(v + epsilon > 0)) {
        throw KerasErrors.invalid(layer, "a variance of " + v + " with an epsilon of " + epsilon);
      }
    }
    if (!flattened) {
      return call.emitter()
          .elementwise(layer, new Op.BatchNorm(gamma, beta, mean, variance, epsilon, true), input);
    }
    call.emitter().charge(layer, 4L * channels);
    for (int i = 0; i < channels; i++) {
      double factor = gamma[i] / Math.sqrt(variance[i] + epsilon);
      gamma[i] = (float) factor;
      beta[i] = (float) (beta[i] - mean[i] * factor);
    }
    return input.withScale(gamma, beta);
  }

  static KerasValue rescaling(LayerCall call) {
    KerasValue input = call.input();
    int channels = input.shape().channels();
    call.emitter().charge(call.layer(), 2L * channels);
    float[] scale = call.layer().channels("scale", channels, 1);
    float[] offset = call.layer().channels("offset", channels, 0);
    return call.emitter().affine(call.layer(), input, scale, offset);
  }

  /** Mean and variance from the config, or learned and stored like weights. */
  static KerasValue normalization(LayerCall call) {
    LayerConfig layer = call.layer();
    layer.require(!layer.flag("invert", false), "it inverts", "leave invert out");
    boolean all = layer.get("axis").isMissingNode() && layer.settings().has("axis");
    KerasValue input = all ? call.input() : lastAxis(call);
    int channels = input.shape().channels();
    call.emitter().charge(layer, 4L * channels);
    float[] mean;
    float[] variance;
    if (layer.get("mean").isMissingNode()) {
      List<Stored> stored = call.weights().get();
      if (stored.size() < 2 || stored.size() > 3) {
        throw KerasErrors.invalid(layer, "the file has " + stored.size() + " arrays for it");
      }
      mean = spread(call, stored.get(0), channels);
      variance = spread(call, stored.get(1), channels);
    } else {
      mean = layer.channels("mean", channels, 0);
      variance = layer.channels("variance", channels, 1);
    }
    float[] gamma = new float[channels];
    float[] beta = new float[channels];
    for (int i = 0; i < channels; i++) {
      gamma[i] = 1 / Math.max((float) Math.sqrt(variance[i]), EPSILON);
      beta[i] = -mean[i] * gamma[i];
      if (!(variance[i] >= 0) || !Float.isFinite(beta[i])) {
        throw KerasErrors.invalid(layer, "mean " + mean[i] + ", variance " + variance[i]);
      }
    }
    return call.emitter().affine(layer, input, gamma, beta);
  }

  private static float[] spread(LayerCall call, Stored stored, int channels) {
    float[] values = stored.read();
    if (values.length == 1) {
      return filled(channels, values[0]);
    }
    if (values.length != channels) {
      throw KerasErrors.invalid(
          call.layer(), values.length + " statistics for " + channels + " channels");
    }
    return values;
  }

  /** Keras takes the square root of at least 1e-12. */
  static KerasValue unit(LayerCall call) {
    KerasValue input = lastAxis(call);
    return call.emitter().elementwise(call.layer(), new Op.L2Normalize(1e-6f), input);
  }

  /** The input, if the layer normalizes its last axis and that is the channels. */
  private static KerasValue lastAxis(LayerCall call) {
    KerasValue input = call.input();
    LayerConfig layer = call.layer();
    JsonNode axis = layer.get("axis");
    if (axis.isArray() && axis.size() == 1) {
      axis = axis.get(0);
    }
    int number = axis.isMissingNode() ? -1 : layer.integer("axis", axis, -8, 8);
    boolean last = number == -1 || number == input.axes().size();
    layer.require(
        last && input.channelsLast(),
        "it normalizes axis " + number + " of " + input.axes(),
        "normalize the channels of maps that come last");
    return input;
  }

  private static float[] filled(int length, float value) {
    float[] array = new float[length];
    Arrays.fill(array, value);
    return array;
  }
}

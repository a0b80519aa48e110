package dev.octet.model.keras.layer;

import dev.octet.model.ModelLimits;
import dev.octet.model.graph.Op;
import dev.octet.model.keras.config.KerasErrors;
import dev.octet.model.keras.config.LayerConfig;
import dev.octet.model.keras.weight.WeightStore.Stored;
import dev.octet.runtime.schedule.operation.Window;
import java.util.List;

/** Conv2D, DepthwiseConv2D, SeparableConv2D and Dense. */
final class Convolutions {
  private static final Window POINT = Window.pointwise();

  private Convolutions() {}

  /** Kernel [rows][columns][inputs / groups][outputs]. */
  static KerasValue conv(LayerCall call) {
    LayerConfig layer = call.layer();
    KerasValue input = call.map();
    Window window = KerasWindows.convolution(layer, input.shape());
    int channels = input.shape().channels();
    int outputs = layer.integer("filters", 0, 1, ModelLimits.ACTIVATION_ELEMENTS);
    int groups = layer.integer("groups", 1, 1, channels);
    if (channels % groups != 0 || outputs % groups != 0) {
      throw KerasErrors.invalid(
          layer, groups + " groups for " + channels + " channels and " + outputs + " filters");
    }
    List<Stored> stored = stored(call, 1);
    float[] kernel =
        call.read(
            stored.get(0), window.kernelHeight, window.kernelWidth, channels / groups, outputs);
    float[] bias = bias(call, stored, 1, outputs);
    Op op = new Op.Conv(window, groups, outputs, outputsFirst(call, kernel, outputs), bias);
    return Activations.after(call, call.emit(op, input));
  }

  static KerasValue depthwise(LayerCall call) {
    LayerConfig layer = call.layer();
    int outputs = depthwiseOutputs(layer, call.map());
    List<Stored> stored = stored(call, 1);
    float[] bias = bias(call, stored, 1, outputs);
    return Activations.after(call, depthwise(call, stored.get(0), bias));
  }

  static KerasValue separable(LayerCall call) {
    LayerConfig layer = call.layer();
    int inner = depthwiseOutputs(layer, call.map());
    int outputs = layer.integer("filters", 0, 1, ModelLimits.ACTIVATION_ELEMENTS);
    List<Stored> stored = stored(call, 2);
    call.emitter().charge(layer, inner);
    KerasValue map = depthwise(call, stored.get(0), new float[inner]);
    float[] pointwise = call.read(stored.get(1), 1, 1, inner, outputs);
    float[] bias = bias(call, stored, 2, outputs);
    Op op = new Op.Conv(POINT, 1, outputs, outputsFirst(call, pointwise, outputs), bias);
    return Activations.after(call, call.emit(op, map));
  }

  private static int depthwiseOutputs(LayerConfig layer, KerasValue input) {
    int channels = input.shape().channels();
    int most = ModelLimits.ACTIVATION_ELEMENTS / channels;
    return channels * layer.integer("depth_multiplier", 1, 1, Math.max(most, 1));
  }

  /** Kernel [rows][columns][inputs][multiplier]; output {@code input * multiplier + number}. */
  private static KerasValue depthwise(LayerCall call, Stored stored, float[] bias) {
    KerasValue input = call.map();
    Window window = KerasWindows.convolution(call.layer(), input.shape());
    int channels = input.shape().channels();
    float[] kernel =
        call.read(
            stored, window.kernelHeight, window.kernelWidth, channels, bias.length / channels);
    Op op =
        new Op.Conv(window, channels, bias.length, outputsFirst(call, kernel, bias.length), bias);
    return call.emit(op, input);
  }

  /**
   * Kernel [inputs][outputs], over features, over a flattened map, or over every pixel's channels.
   */
  static KerasValue dense(LayerCall call) {
    LayerConfig layer = call.layer();
    KerasValue input = call.input();
    int outputs = layer.integer("units", 0, 1, ModelLimits.ACTIVATION_ELEMENTS);
    boolean whole = input.last() == input.elements();
    if (!whole && !input.isMap()) {
      throw KerasErrors.unsupported(
          layer, "its input of shape " + input.axes(), "use it on features or flattened maps");
    }
    List<Stored> stored = stored(call, 1);
    float[] kernel = call.read(stored.get(0), input.last(), outputs);
    float[] bias = bias(call, stored, 1, outputs);
    if (input.scaled() != null) {
      layer.require(whole, "its input is no row of features", "flatten the map right before it");
      takeIn(input.scaled(), kernel, bias);
      input = new KerasValue(input.tensor(), input.shape(), input.axes(), input.ending());
    }
    int height = whole ? input.shape().height() : 1;
    int width = whole ? input.shape().width() : 1;
    Window window = Window.whole(height, width);
    Op op = new Op.Conv(window, 1, outputs, outputsFirst(call, kernel, outputs), bias);
    KerasValue output = call.emit(op, input);
    Integer[] axes = input.axes().toArray(new Integer[0]);
    if (axes.length > 0) {
      axes[axes.length - 1] = outputs;
    }
    return Activations.after(call, output.withAxes(axes));
  }

  /** Makes a scale and an offset per feature part of a kernel [inputs][outputs] and its bias. */
  private static void takeIn(KerasValue.FeatureScale scaled, float[] kernel, float[] bias) {
    int outputs = bias.length;
    double[] sums = new double[outputs];
    for (int i = 0; i < scaled.scale().length; i++) {
      for (int o = 0; o < outputs; o++) {
        int index = i * outputs + o;
        sums[o] += (double) kernel[index] * scaled.offset()[i];
        kernel[index] *= scaled.scale()[i];
      }
    }
    for (int o = 0; o < outputs; o++) {
      bias[o] = (float) (bias[o] + sums[o]);
    }
  }

  static List<Stored> stored(LayerCall call, int kernels) {
    return call.weights(kernels + (call.layer().flag("use_bias", true) ? 1 : 0));
  }

  static float[] bias(LayerCall call, List<Stored> stored, int index, int outputs) {
    if (index < stored.size()) {
      return call.read(stored.get(index), outputs);
    }
    call.emitter().charge(call.layer(), outputs);
    return new float[outputs];
  }

  /** [...][outputs] to [outputs][...]. */
  private static float[] outputsFirst(LayerCall call, float[] kernel, int outputs) {
    call.emitter().charge(call.layer(), kernel.length);
    int rest = kernel.length / outputs;
    float[] weights = new float[kernel.length];
    for (int k = 0; k < rest; k++) {
      for (int o = 0; o < outputs; o++) {
        weights[o * rest + k] = kernel[k * outputs + o];
      }
    }
    return weights;
  }
}

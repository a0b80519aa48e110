package dev.octet.model.keras.layer;

import dev.octet.model.ModelLimits;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Sampling;
import dev.octet.model.graph.Sampling.Coordinates;
import dev.octet.model.graph.Sampling.Rounding;
import dev.octet.model.graph.Shape;
import dev.octet.model.graph.TransposedConvolution;
import dev.octet.model.keras.config.KerasErrors;
import dev.octet.model.keras.config.LayerConfig;
import dev.octet.model.keras.weight.WeightStore.Stored;
import dev.octet.runtime.schedule.operation.Window;
import java.util.List;

/** Layers that make maps larger: UpSampling2D and Conv2DTranspose. */
final class Enlargements {
  private Enlargements() {}

  /** Nearest repeats pixels; bilinear has its pixels' centers at halves. */
  static KerasValue upSampling(LayerCall call) {
    LayerConfig layer = call.layer();
    layer.requireChannelsLast();
    KerasValue input = call.map();
    Shape in = input.shape();
    int[] size = layer.pair("size", 2, 1, ModelLimits.WINDOW);
    String kind = layer.text("interpolation", "nearest");
    boolean nearest = kind.equals("nearest");
    layer.require(
        nearest || kind.equals("bilinear"),
        "the interpolation '" + kind + "'",
        "use interpolation 'nearest' or 'bilinear'");
    return call.emit(
        new Op.Resize(
            sampling(call, in.height(), size[0], nearest),
            sampling(call, in.width(), size[1], nearest)),
        input);
  }

  private static Sampling sampling(LayerCall call, int inputs, int factor, boolean nearest) {
    long outputs = (long) inputs * factor;
    if (outputs > ModelLimits.ACTIVATION_ELEMENTS) {
      throw KerasErrors.invalid(call.layer(), "the network is too large");
    }
    call.emitter().charge(call.layer(), outputs);
    return nearest
        ? Sampling.nearest(
            inputs, (int) outputs, Coordinates.ASYMMETRIC, 1.0 / factor, Rounding.FLOOR)
        : Sampling.linear(inputs, (int) outputs, Coordinates.HALF_PIXEL, 1.0 / factor);
  }

  /** Kernel [rows][columns][outputs][inputs]. */
  static KerasValue transposed(LayerCall call) {
    LayerConfig layer = call.layer();
    layer.requireChannelsLast();
    KerasValue input = call.map();
    int channels = input.shape().channels();
    int[] kernel = layer.pair("kernel_size", 1, 1, ModelLimits.WINDOW);
    int[] strides = layer.pair("strides", 1, 1, ModelLimits.WINDOW);
    int[] dilations = layer.pair("dilation_rate", 1, 1, ModelLimits.WINDOW);
    int outputs = layer.integer("filters", 0, 1, ModelLimits.ACTIVATION_ELEMENTS);
    layer.require(layer.integer("groups", 1, 1, channels) == 1, "groups", "use groups=1");
    int[] before = new int[2];
    int[] after = new int[2];
    for (int i = 0; i < 2; i++) {
      cut(layer, i, (kernel[i] - 1) * dilations[i] + 1, strides[i], before, after);
    }
    List<Stored> stored = Convolutions.stored(call, 1);
    float[] weights = call.read(stored.get(0), kernel[0], kernel[1], outputs, channels);
    // Padding of a transposed convolution is cut off; a negative one is rows that are added.
    Window window =
        new Window(
            kernel[0],
            kernel[1],
            strides[0],
            strides[1],
            Math.max(before[0], 0),
            Math.max(before[1], 0),
            Math.max(after[0], 0),
            Math.max(after[1], 0),
            dilations[0],
            dilations[1]);
    call.emitter().charge(layer, (long) weights.length * strides[0] * strides[1]);
    call.emitter().charge(layer, (long) outputs * strides[0] * strides[1]);
    TransposedConvolution made;
    try {
      made =
          TransposedConvolution.of(
              input.shape(),
              window,
              Math.max(-after[0], 0),
              Math.max(-after[1], 0),
              1,
              outputs,
              outputsFirst(call, weights, outputs, channels),
              Convolutions.bias(call, stored, 1, outputs));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw KerasErrors.unsupported(layer, e.getMessage(), "check its shapes");
    }
    return Activations.after(call, call.emit(made.pixels(), call.emit(made.convolution(), input)));
  }

  /** Rows or columns that Keras cuts off a full transposed convolution. */
  private static void cut(
      LayerConfig layer, int axis, int extent, int stride, int[] before, int[] after) {
    boolean given = !layer.get("output_padding").isMissingNode();
    int added = given ? layer.pair("output_padding", 0, 0, stride - 1)[axis] : 0;
    if (!layer.same()) {
      after[axis] = given ? -added : Math.min(extent - stride, 0);
      return;
    }
    int padding = given ? extent + extent % 2 - 2 + added : stride + extent - 2;
    int left = Math.min((padding + 1) / 2, extent - 1);
    before[axis] = extent - 1 - left;
    after[axis] = extent - 1 - (padding - left);
  }

  private static float[] outputsFirst(LayerCall call, float[] kernel, int outputs, int channels) {
    call.emitter().charge(call.layer(), kernel.length);
    float[] weights = new float[kernel.length];
    int taps = kernel.length / outputs / channels;
    for (int tap = 0; tap < taps; tap++) {
      for (int o = 0; o < outputs; o++) {
        System.arraycopy(
            kernel, (tap * outputs + o) * channels, weights, (o * taps + tap) * channels, channels);
      }
    }
    return weights;
  }
}

package dev.octet.model.tflite.convert;

import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.tflite.read.StoredValues;
import dev.octet.model.tflite.read.TfliteErrors;
import dev.octet.model.tflite.read.TfliteOperator;
import dev.octet.model.tflite.read.TfliteTensor;
import dev.octet.runtime.schedule.operation.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Convolutions and fully connected layers. */
final class LiteConvolutions {
  /** Fields of the settings, in the order of the schema; the padding is the first. */
  private static final int STRIDE_WIDTH = 1;

  private static final int STRIDE_HEIGHT = 2;
  private static final int CONV_ACTIVATION = 3;
  private static final int CONV_DILATION = 4;
  private static final int DEPTHWISE_ACTIVATION = 4;
  private static final int DEPTHWISE_DILATION = 5;

  private LiteConvolutions() {}

  static void conv(TfliteOperator operator, LiteConversion conversion) {
    LiteMap input = conversion.picture(operator);
    TfliteTensor weights = weights(operator, conversion, 4);
    int[] dims = weights.dims();
    int channels = input.shape().channels();
    if (channels % dims[3] != 0 || dims[0] % (channels / dims[3]) != 0) {
      throw mismatch(operator, weights, input.shape());
    }
    float[] floats = floats(operator, conversion, weights, i -> i);
    Op.Conv conv =
        new Op.Conv(
            window(operator, input.shape(), dims, CONV_DILATION),
            channels / dims[3],
            dims[0],
            floats,
            bias(operator, conversion, dims[0]));
    emit(operator, conversion, CONV_ACTIVATION, conv, weights, input);
  }

  static void depthwise(TfliteOperator operator, LiteConversion conversion) {
    LiteMap input = conversion.picture(operator);
    TfliteTensor weights = weights(operator, conversion, 4);
    int[] dims = weights.dims();
    int outputs = dims[3];
    if (dims[0] != 1 || outputs % input.shape().channels() != 0) {
      throw mismatch(operator, weights, input.shape());
    }
    int pixels = dims[1] * dims[2];
    // The file has [kernel row][kernel column][output channel].
    float[] floats = floats(operator, conversion, weights, i -> i % pixels * outputs + i / pixels);
    Op.Conv conv =
        new Op.Conv(
            window(operator, input.shape(), dims, DEPTHWISE_DILATION),
            input.shape().channels(),
            outputs,
            floats,
            bias(operator, conversion, outputs));
    emit(operator, conversion, DEPTHWISE_ACTIVATION, conv, weights, input);
  }

  /** Over all elements of a map, or over the last axis, whose other axes have one element. */
  static void dense(TfliteOperator operator, LiteConversion conversion) {
    LiteMap input = conversion.map(operator, 0);
    TfliteTensor weights = weights(operator, conversion, 2);
    if (operator.int8(1, 0) != 0) {
      throw TfliteErrors.unsupported(
          operator, "shuffled weights", "convert without shuffled weights");
    }
    int outputs = weights.dims()[0];
    int inputs = weights.dims()[1];
    Shape shape = input.shape();
    boolean all = (long) shape.pixels() * shape.channels() == inputs;
    if (!all && !(input.channelsLast() && shape.channels() == inputs)) {
      throw mismatch(operator, weights, shape);
    }
    float[] floats = floats(operator, conversion, weights, i -> i);
    Window window = all ? Window.whole(shape.height(), shape.width()) : Window.pointwise();
    Op.Conv conv = new Op.Conv(window, 1, outputs, floats, bias(operator, conversion, outputs));
    List<Integer> axes = new ArrayList<>(input.axes());
    boolean keeps = operator.int8(2, 0) != 0 || !all;
    emit(operator, conversion, 0, conv, weights, input);
    if (keeps && !axes.isEmpty()) {
      axes.set(axes.size() - 1, outputs);
      conversion.reshape(operator, axes);
    } else {
      conversion.reshape(operator, List.of(outputs));
    }
  }

  private static float[] floats(
      TfliteOperator operator,
      LiteConversion conversion,
      TfliteTensor weights,
      IntUnaryOperator place) {
    StoredValues values = conversion.values(weights);
    float[] floats = conversion.floats(operator, values.size());
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.real(place.applyAsInt(i));
    }
    return floats;
  }

  private static void emit(
      TfliteOperator operator,
      LiteConversion conversion,
      int activation,
      Op.Conv conv,
      TfliteTensor weights,
      LiteMap input) {
    String node =
        conversion.emit(operator, LiteActivations.fused(operator, activation, conv), input);
    conversion.weightScales(operator, node, weights);
  }

  private static Window window(TfliteOperator operator, Shape map, int[] dims, int dilation) {
    return LiteWindows.of(
        operator,
        map,
        new int[] {dims[1], dims[2]},
        new int[] {operator.int32(STRIDE_HEIGHT, 0), operator.int32(STRIDE_WIDTH, 0)},
        new int[] {operator.int32(dilation + 1, 1), operator.int32(dilation, 1)});
  }

  private static TfliteTensor weights(
      TfliteOperator operator, LiteConversion conversion, int rank) {
    TfliteTensor weights = conversion.stored(operator, 1, "its weights");
    boolean positive = weights.dims().length == rank;
    for (int dim : weights.dims()) {
      positive &= dim >= 1;
    }
    if (!positive) {
      throw TfliteErrors.invalid(operator, "weights with " + weights.dims().length + " axes");
    }
    return weights;
  }

  private static float[] bias(TfliteOperator operator, LiteConversion conversion, int outputs) {
    if (!operator.has(2)) {
      return conversion.floats(operator, outputs);
    }
    float[] bias =
        floats(operator, conversion, conversion.stored(operator, 2, "its biases"), i -> i);
    if (bias.length != outputs) {
      throw TfliteErrors.invalid(operator, bias.length + " biases for " + outputs + " channels");
    }
    return bias;
  }

  private static RuntimeException mismatch(
      TfliteOperator operator, TfliteTensor weights, Shape input) {
    return TfliteErrors.invalid(
        operator, "weights " + weights.label() + " do not fit its input of " + input);
  }
}

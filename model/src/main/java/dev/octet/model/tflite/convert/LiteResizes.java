package dev.octet.model.tflite.convert;

import dev.octet.model.ModelLimits;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Sampling;
import dev.octet.model.graph.Sampling.Coordinates;
import dev.octet.model.graph.Sampling.Rounding;
import dev.octet.model.graph.Shape;
import dev.octet.model.graph.TransposedConvolution;
import dev.octet.model.tflite.read.StoredValues;
import dev.octet.model.tflite.read.TfliteErrors;
import dev.octet.model.tflite.read.TfliteOperator;
import dev.octet.model.tflite.read.TfliteTensor;
import dev.octet.runtime.schedule.operation.Window;
import java.util.ArrayList;
import java.util.List;

/** Operators that make maps larger: resizing and transposed convolutions. */
final class LiteResizes {
  private LiteResizes() {}

  static void bilinear(TfliteOperator operator, LiteConversion conversion) {
    resize(operator, conversion, 2, false);
  }

  static void nearest(TfliteOperator operator, LiteConversion conversion) {
    resize(operator, conversion, 0, true);
  }

  /** The settings {@code align_corners} and {@code half_pixel_centers} are two flags in a row. */
  private static void resize(
      TfliteOperator operator, LiteConversion conversion, int flags, boolean nearest) {
    LiteMap input = conversion.picture(operator);
    int[] size = conversion.integers(operator, conversion.stored(operator, 1, "its size"));
    if (size.length != 2
        || size[0] < 1
        || size[1] < 1
        || Math.max(size[0], size[1]) > ModelLimits.WINDOW) {
      throw TfliteErrors.invalid(operator, "a size that is not rows and columns");
    }
    boolean corners = operator.int8(flags, 0) != 0;
    boolean half = operator.int8(flags + 1, 0) != 0;
    Shape shape = input.shape();
    conversion.emit(
        operator,
        List.of(
            new Op.Resize(
                sampling(shape.height(), size[0], corners, half, nearest),
                sampling(shape.width(), size[1], corners, half, nearest))),
        input);
  }

  private static Sampling sampling(
      int inputs, int outputs, boolean corners, boolean half, boolean nearest) {
    double scale = (double) inputs / outputs;
    if (nearest) {
      return Sampling.nearest(
          inputs,
          outputs,
          corners
              ? Coordinates.ALIGN_CORNERS
              : half ? Coordinates.TENSORFLOW_HALF_PIXEL : Coordinates.ASYMMETRIC,
          scale,
          corners ? Rounding.ROUND_PREFER_CEIL : Rounding.FLOOR);
    }
    return Sampling.linear(
        inputs,
        outputs,
        corners
            ? Coordinates.ALIGN_CORNERS
            : half ? Coordinates.HALF_PIXEL : Coordinates.ASYMMETRIC,
        scale);
  }

  /** TRANSPOSE_CONV: the output's shape, weights, input, perhaps biases. */
  static void transposed(TfliteOperator operator, LiteConversion conversion) {
    int[] size = conversion.integers(operator, conversion.stored(operator, 0, "its output shape"));
    if (size.length != 4) {
      throw TfliteErrors.invalid(operator, "an output of " + size.length + " axes");
    }
    int[] strides = {operator.int32(2, 0), operator.int32(1, 0)};
    List<Op> ops =
        ops(operator, conversion, 2, 3, new int[] {size[1], size[2]}, strides, operator.int8(0, 0));
    LiteActivations.fused(operator, 3).ifPresent(ops::add);
    conversion.emit(operator, ops, conversion.map(operator, 2));
  }

  /** MediaPipe's own operator: input, weights, biases; its settings are three numbers. */
  static void withBias(TfliteOperator operator, LiteConversion conversion) {
    if (operator.custom().size() < 3 * Integer.BYTES) {
      throw TfliteErrors.invalid(operator, "settings of " + operator.custom().size() + " bytes");
    }
    java.nio.ByteBuffer settings = operator.custom().bytes();
    int same = settings.getInt(0) == 1 ? 0 : 1;
    int[] strides = {settings.getInt(2 * Integer.BYTES), settings.getInt(Integer.BYTES)};
    Shape in = conversion.map(operator, 0).shape();
    int[] kernel = conversion.stored(operator, 1, "its weights").dims();
    int[] size = {-1, -1};
    for (int i = 0; i < 2 && kernel.length == 4; i++) {
      int extent = i == 0 ? in.height() : in.width();
      check(operator, strides[i]);
      size[i] = same == 0 ? extent * strides[i] : (extent - 1) * strides[i] + kernel[1 + i];
    }
    conversion.emit(
        operator,
        ops(operator, conversion, 0, 2, size, strides, same),
        conversion.map(operator, 0));
  }

  private static List<Op> ops(
      TfliteOperator operator,
      LiteConversion conversion,
      int input,
      int biases,
      int[] size,
      int[] strides,
      int padding) {
    Shape in = conversion.map(operator, input).shape();
    TfliteTensor weights = conversion.stored(operator, 1, "its weights");
    int[] dims = weights.dims();
    if (dims.length != 4 || dims[3] != in.channels() || dims[0] < 1) {
      throw TfliteErrors.invalid(operator, "its weights do not fit its input of " + in);
    }
    int[] before = new int[2];
    int[] after = new int[2];
    for (int i = 0; i < 2; i++) {
      check(operator, strides[i]);
      check(operator, dims[1 + i]);
      check(operator, size[i]);
      int extent = i == 0 ? in.height() : in.width();
      int cut = (extent - 1) * strides[i] + dims[1 + i] - size[i];
      before[i] = padding == 0 ? Math.max(cut, 0) / 2 : 0;
      after[i] = cut - before[i];
    }
    StoredValues stored = conversion.values(weights);
    float[] floats = conversion.floats(operator, stored.size());
    for (int i = 0; i < floats.length; i++) {
      floats[i] = stored.real(i);
    }
    float[] bias = conversion.floats(operator, dims[0]);
    if (operator.has(biases)) {
      StoredValues own = conversion.values(conversion.stored(operator, biases, "its biases"));
      for (int i = 0; i < Math.min(bias.length, own.size()); i++) {
        bias[i] = own.real(i);
      }
    }
    // Padding of a transposed convolution is cut off; a negative one is rows that are added.
    Window window =
        new Window(
            dims[1],
            dims[2],
            strides[0],
            strides[1],
            before[0],
            before[1],
            Math.max(after[0], 0),
            Math.max(after[1], 0),
            1,
            1);
    try {
      long folded = 4L * stored.size() + (long) dims[0] * strides[0] * strides[1];
      conversion.floats(operator, folded);
      TransposedConvolution made =
          TransposedConvolution.of(
              in, window, Math.max(-after[0], 0), Math.max(-after[1], 0), 1, dims[0], floats, bias);
      return new ArrayList<>(List.of(made.convolution(), made.pixels()));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw TfliteErrors.unsupported(operator, e.getMessage(), "check its shapes");
    }
  }

  private static void check(TfliteOperator operator, int pixels) {
    if (pixels < 1 || pixels > ModelLimits.WINDOW) {
      throw TfliteErrors.invalid(operator, "a size or stride of " + pixels + " pixels");
    }
  }
}

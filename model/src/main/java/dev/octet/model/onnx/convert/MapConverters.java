package dev.octet.model.onnx.convert;

import dev.octet.model.ModelLimits;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Rearrangements;
import dev.octet.model.graph.Sampling;
import dev.octet.model.graph.Sampling.Coordinates;
import dev.octet.model.graph.Sampling.Rounding;
import dev.octet.model.graph.Shape;
import dev.octet.model.graph.TransposedConvolution;
import dev.octet.model.onnx.constant.Dims;
import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawNode;
import dev.octet.model.onnx.tensor.Activation;
import dev.octet.model.onnx.tensor.Axis;
import dev.octet.model.onnx.tensor.MapOrder;
import dev.octet.model.onnx.tensor.View;
import dev.octet.runtime.schedule.operation.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Maps of another size: Resize, Upsample, ConvTranspose, DepthToSpace, SpaceToDepth. */
final class MapConverters {
  private MapConverters() {}

  /** Resize and the Upsample before it: nearest and linear over height and width. */
  static void resize(RawNode node, Conversion conversion) {
    Activation input = conversion.activation(node, 0);
    int[] dims = input.dims();
    boolean upsample = node.opType().equals("Upsample");
    boolean old = upsample || conversion.opset() < 11;
    double[] scales = new double[dims.length];
    int[] sizes = sizes(node, conversion, dims, scales, old ? 1 : 2);
    List<Axis> order = MapOrder.of(input);
    Sampling[] sampling = new Sampling[Axis.values().length];
    for (int i = 0; i < dims.length; i++) {
      Axis axis = order.get(i);
      if (axis == Axis.HEIGHT || axis == Axis.WIDTH) {
        sampling[axis.ordinal()] = sampling(node, old, dims[i], sizes[i], scales[i]);
      } else if (sizes[i] != dims[i]) {
        throw OnnxErrors.unsupported(
            node, "it resizes axis " + i + ", which is not of the map", "resize height and width");
      }
    }
    Sampling rows = sampling[Axis.HEIGHT.ordinal()];
    Sampling columns = sampling[Axis.WIDTH.ordinal()];
    if (rows == null || columns == null) {
      throw OnnxErrors.unsupported(node, "its input is no map", "resize maps of four axes");
    }
    conversion.emit(
        node, new Op.Resize(rows, columns), shape -> MapOrder.view(order, shape), input);
  }

  /** The output's extents, and for each axis the inputs for each output. */
  private static int[] sizes(
      RawNode node, Conversion conversion, int[] dims, double[] scales, int scaleInput) {
    int[] sizes = dims.clone();
    Arrays.fill(scales, 1);
    long[] named = node.attributes().integers("axes").orElse(null);
    Optional<Constant> target =
        scaleInput == 2 ? conversion.constant(node, 3).filter(c -> c.size() > 0) : Optional.empty();
    Optional<Constant> factors = conversion.constant(node, scaleInput).filter(c -> c.size() > 0);
    float[] stored = node.attributes().numbers("scales").orElse(null);
    int count =
        target.or(() -> factors).map(Constant::size).orElse(stored == null ? 0 : stored.length);
    int[] axes = new int[count];
    Arrays.setAll(axes, i -> named == null ? i : Dims.axis(node, named[i], dims.length));
    if (count == 0 || count != (named == null ? dims.length : named.length)) {
      throw OnnxErrors.invalid(node, count + " scales or sizes for " + dims.length + " axes");
    }
    String policy = node.attributes().text("keep_aspect_ratio_policy", "stretch");
    if (!policy.equals("stretch")) {
      throw OnnxErrors.unsupported(node, "keep_aspect_ratio_policy " + policy, "use stretch");
    }
    for (int i = 0; i < count; i++) {
      int axis = axes[i];
      double factor =
          target.isPresent()
              ? target.get().number(i) / dims[axis]
              : factors.isPresent() ? factors.get().number(i) : stored[i];
      double size = target.isPresent() ? target.get().number(i) : Math.floor(dims[axis] * factor);
      if (!(size >= 1 && size <= ModelLimits.ACTIVATION_ELEMENTS)) {
        throw OnnxErrors.unsupported(node, "a size of " + size, "check its scales and sizes");
      }
      sizes[axis] = (int) size;
      scales[axis] = 1 / factor;
    }
    return sizes;
  }

  private static Sampling sampling(
      RawNode node, boolean old, int inputs, int outputs, double scale) {
    String mode = node.attributes().text("mode", "nearest");
    String usual = old ? "asymmetric" : "half_pixel";
    String named = node.attributes().text("coordinate_transformation_mode", usual);
    Coordinates coordinates =
        switch (named) {
          case "half_pixel" -> Coordinates.HALF_PIXEL;
          case "pytorch_half_pixel" -> Coordinates.PYTORCH_HALF_PIXEL;
          case "asymmetric" -> Coordinates.ASYMMETRIC;
          case "align_corners" -> Coordinates.ALIGN_CORNERS;
          case "tf_half_pixel_for_nn" -> Coordinates.TENSORFLOW_HALF_PIXEL;
          default -> throw OnnxErrors.unsupported(node, "coordinates " + named, "use half_pixel");
        };
    if (node.attributes().integer("antialias", 0) != 0 && outputs < inputs) {
      throw OnnxErrors.unsupported(node, "antialias", "resize without it");
    }
    return switch (mode) {
      case "nearest" -> Sampling.nearest(inputs, outputs, coordinates, scale, rounding(node, old));
      case "linear", "bilinear" -> Sampling.linear(inputs, outputs, coordinates, scale);
      default -> throw OnnxErrors.unsupported(node, "mode " + mode, "use linear or nearest");
    };
  }

  private static Rounding rounding(RawNode node, boolean old) {
    String mode = node.attributes().text("nearest_mode", old ? "floor" : "round_prefer_floor");
    try {
      return Rounding.valueOf(mode.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw OnnxErrors.invalid(node, "nearest_mode '" + mode + "' does not exist");
    }
  }

  /** Weights are [in][out / group][h][w]. */
  static void convTranspose(RawNode node, Conversion conversion) {
    Constant weights = conversion.weights(node, 1);
    if (weights.rank() != 4 || weights.size() == 0) {
      throw OnnxErrors.unsupported(
          node, "its weights have " + weights.rank() + " axes", "Octet takes 2-D images");
    }
    Activation input = conversion.map(node, 0);
    Shape in = input.shape();
    int[] dims = weights.dims();
    long groups = node.attributes().integer("group", 1);
    if (groups < 1 || dims[0] != in.channels() || in.channels() % groups != 0) {
      throw OnnxErrors.invalid(
          node, "weights " + weights.dimList() + " do not fit " + in.channels() + " channels");
    }
    int outputs = Math.multiplyExact(dims[1], (int) groups);
    int[] kernel = {dims[2], dims[3]};
    int[] added = new int[2];
    long[] padding = node.attributes().integers("output_padding").orElse(new long[2]);
    Arrays.setAll(added, i -> (int) Math.min(Math.max(padding[i], 0), ModelLimits.WINDOW));
    Window window = transposed(node, in, kernel, added);
    float[] bias = conversion.zeros(node, outputs);
    if (!node.input(2).isEmpty()) {
      Constant stored = conversion.weights(node, 2);
      if (stored.size() != outputs) {
        throw OnnxErrors.invalid(node, stored.size() + " biases for " + outputs + " channels");
      }
      bias = stored.floats();
    }
    int phases = window.strideHeight * window.strideWidth;
    conversion.charge(
        node, (int) Math.min(Integer.MAX_VALUE, 2L * weights.size() + (long) outputs * phases));
    float[] ordered = channelsLast(weights, (int) groups);
    TransposedConvolution parts;
    try {
      parts =
          TransposedConvolution.of(
              in, window, added[0], added[1], (int) groups, outputs, ordered, bias);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw OnnxErrors.unsupported(node, e.getMessage(), "check its padding");
    }
    Activation map = conversion.step(node, parts.convolution(), View::nchw, input);
    conversion.emit(node, parts.pixels(), map);
  }

  /** The window, with the padding that {@code output_shape} or {@code auto_pad} ask for. */
  private static Window transposed(RawNode node, Shape in, int[] kernel, int[] added) {
    String auto = node.attributes().text("auto_pad", "NOTSET");
    boolean same = auto.startsWith("SAME");
    Window w = OnnxWindows.read(node, same ? new Shape(1, 1, 1) : in, kernel);
    long[] wanted = node.attributes().integers("output_shape").orElse(null);
    if (!same && wanted == null) {
      return w;
    }
    int[] stride = {w.strideHeight, w.strideWidth};
    int[] extent = {
      (w.kernelHeight - 1) * w.dilationHeight + 1, (w.kernelWidth - 1) * w.dilationWidth + 1
    };
    int[] inputs = {in.height(), in.width()};
    int[] before = new int[2];
    int[] after = new int[2];
    for (int i = 0; i < 2; i++) {
      long output = wanted == null ? (long) inputs[i] * stride[i] : wanted[wanted.length - 2 + i];
      long total = (long) stride[i] * (inputs[i] - 1) + added[i] + extent[i] - output;
      if (total < 0 || total > ModelLimits.WINDOW) {
        throw OnnxErrors.unsupported(node, "padding of " + total, "check output_shape");
      }
      int half = (int) total / 2;
      before[i] = auto.equals("SAME_UPPER") ? half : (int) total - half;
      after[i] = (int) total - before[i];
    }
    return w.withPadding(before[0], before[1], after[0], after[1]);
  }

  private static float[] channelsLast(Constant weights, int groups) {
    int[] dims = weights.dims();
    int inputs = dims[0] / groups;
    int outputs = dims[1];
    int area = dims[2] * dims[3];
    float[] from = weights.floats();
    float[] to = new float[from.length];
    for (int g = 0; g < groups; g++) {
      for (int i = 0; i < inputs; i++) {
        for (int o = 0; o < outputs; o++) {
          for (int tap = 0; tap < area; tap++) {
            int source = ((g * inputs + i) * outputs + o) * area + tap;
            to[((g * outputs + o) * area + tap) * inputs + i] = from[source];
          }
        }
      }
    }
    return to;
  }

  static void depthToSpace(RawNode node, Conversion conversion) {
    Activation input = conversion.map(node, 0);
    int block = block(node);
    Shape in = input.shape();
    if (in.channels() % (block * block) != 0) {
      throw OnnxErrors.invalid(node, in.channels() + " channels in blocks of " + block);
    }
    boolean crd = node.attributes().text("mode", "DCR").equals("CRD");
    conversion.emit(node, Rearrangements.depthToSpace(in, block, crd), input);
  }

  static void spaceToDepth(RawNode node, Conversion conversion) {
    Activation input = conversion.map(node, 0);
    int block = block(node);
    Shape in = input.shape();
    if (in.height() % block != 0 || in.width() % block != 0) {
      throw OnnxErrors.invalid(node, "a map of " + in + " in blocks of " + block);
    }
    conversion.emit(node, Rearrangements.spaceToDepth(in, block), input);
  }

  private static int block(RawNode node) {
    long block = node.attributes().integer("blocksize", 0);
    if (block < 1 || block > 64) {
      throw OnnxErrors.invalid(node, "a block of " + block);
    }
    return (int) block;
  }
}

package dev.octet.model.onnx;

import dev.octet.model.ImportOptions;
import dev.octet.model.ModelLimits;
import dev.octet.model.graph.Shape;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawGraph;
import dev.octet.model.onnx.tensor.Activation;
import dev.octet.model.onnx.tensor.Axis;
import dev.octet.model.onnx.tensor.View;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;

/**
 * The picture a graph reads.
 *
 * @param name its name
 * @param batch batch size, -1 if open
 * @param height rows, -1 if open
 * @param width columns, -1 if open
 * @param channels channels
 * @param channelsLast whether ONNX's axes are batch, height, width, channels
 */
record GraphInput(
    String name, long batch, long height, long width, long channels, boolean channelsLast) {
  /** Reads the one input of a graph whose nodes are sorted. */
  static GraphInput of(RawGraph graph) {
    RawGraph.Input input = graph.inputs().get(0);
    if (input.dims().size() != 4) {
      throw new OctetException(
          Failure.UNSUPPORTED,
          "its shape " + input.dims() + " is not that of a batch of pictures",
          "input '" + input.name() + "'",
          "export with an input of 4 axes and their sizes, such as 1x3x224x224");
    }
    for (long dim : input.dims()) {
      if (dim < -1 || dim > ModelLimits.ACTIVATION_ELEMENTS) {
        throw OnnxErrors.invalidGraph(
            "impossible shape " + input.dims(), "input '" + input.name() + "'");
      }
    }
    InputLayout layout = InputLayout.of(graph);
    boolean last = layout.channelsLast();
    long channels = input.dims().get(last ? 3 : 1);
    if (channels < 1) {
      channels = layout.channels();
    }
    if (channels < 1) {
      throw new OctetException(
          Failure.UNSUPPORTED,
          "its number of channels is open",
          "input '" + input.name() + "'",
          "export with a fixed number of channels");
    }
    return new GraphInput(
        input.name(),
        input.dims().get(0),
        input.dims().get(last ? 1 : 2),
        input.dims().get(last ? 2 : 3),
        channels,
        last);
  }

  /** The shape to import with: the user's size, or the file's. */
  Shape shape(ImportOptions options) {
    long rows = options.height().map(Integer::longValue).orElse(height);
    long columns = options.width().map(Integer::longValue).orElse(width);
    if (rows < 1 || columns < 1) {
      throw new OctetException(
          Failure.USAGE,
          "the model leaves the size of its input open",
          "input '" + name + "'",
          "say it with --size, such as --size 224");
    }
    if (rows > ModelLimits.ACTIVATION_ELEMENTS
        || columns > ModelLimits.ACTIVATION_ELEMENTS
        || rows * columns > ModelLimits.ACTIVATION_ELEMENTS / channels) {
      throw new OctetException(
          Failure.USAGE,
          rows + "x" + columns + " with " + channels + " channels is too large",
          "input '" + name + "'",
          "use a smaller --size");
    }
    return new Shape((int) rows, (int) columns, (int) channels);
  }

  /** Whether a shape is another than the file's. */
  boolean contradicts(Shape shape) {
    return height > 0 && shape.height() != height || width > 0 && shape.width() != width;
  }

  /** The file's own shape; extents it leaves open are taken from the others. */
  Shape fixedShape() {
    long rows = height > 0 ? height : width;
    long columns = width > 0 ? width : height;
    return shape(ImportOptions.size((int) rows, (int) columns));
  }

  /** The input as an activation. */
  Activation activation(Shape shape) {
    View view =
        channelsLast ? View.of(shape, Axis.HEIGHT, Axis.WIDTH, Axis.CHANNEL) : View.nchw(shape);
    return new Activation(name, shape, view);
  }
}

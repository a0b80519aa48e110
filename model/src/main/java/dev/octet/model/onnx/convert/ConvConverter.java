package dev.octet.model.onnx.convert;

import dev.octet.model.graph.Op;
import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawNode;
import dev.octet.model.onnx.tensor.Activation;
import dev.octet.runtime.schedule.operation.Window;

/**
 * Conv: dense, grouped and depthwise, weights from [out][in/group][h][w] to [out][h][w][in/group].
 */
final class ConvConverter implements OperatorConverter {
  @Override
  public void convert(RawNode node, Conversion conversion) {
    conversion.activation(node, 0);
    Constant weights = conversion.weights(node, 1);
    if (weights.rank() != 4) {
      throw OnnxErrors.unsupported(
          node,
          "its weights have " + weights.rank() + " axes; only 2-D convolution is supported",
          "Octet takes 2-D images");
    }
    Activation input = conversion.map(node, 0);
    int outputs = weights.dims()[0];
    int perGroup = weights.dims()[1];
    long groups = node.attributes().integer("group", 1);
    if (weights.size() == 0
        || groups < 1
        || groups > outputs
        || outputs % groups != 0
        || groups * perGroup != input.shape().channels()) {
      throw OnnxErrors.invalid(
          node,
          "weights "
              + weights.dimList()
              + " in "
              + groups
              + " groups do not fit an input of "
              + input.shape().channels()
              + " channels");
    }
    int[] kernel = {weights.dims()[2], weights.dims()[3]};
    Window window = OnnxWindows.read(node, input.shape(), kernel);
    float[] bias;
    if (node.input(2).isEmpty()) {
      bias = conversion.zeros(node, outputs);
    } else {
      Constant stored = conversion.weights(node, 2);
      if (stored.size() != outputs) {
        throw OnnxErrors.invalid(
            node, stored.size() + " biases for " + outputs + " output channels");
      }
      bias = stored.floats();
    }
    float[] ordered = conversion.rearranged(node, weights, "OHWI", ConvConverter::channelsLast);
    conversion.emit(node, new Op.Conv(window, (int) groups, outputs, ordered, bias), input);
  }

  private static float[] channelsLast(Constant weights) {
    int channels = weights.dims()[1];
    int area = weights.dims()[2] * weights.dims()[3];
    float[] from = weights.floats();
    float[] to = new float[from.length];
    int next = 0;
    for (int block = 0; block < from.length; block += channels * area) {
      for (int pixel = 0; pixel < area; pixel++) {
        for (int channel = 0; channel < channels; channel++) {
          to[next++] = from[block + channel * area + pixel];
        }
      }
    }
    return to;
  }
}

package dev.octet.model.onnx.convert;

import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawNode;
import dev.octet.model.onnx.tensor.Activation;
import dev.octet.model.onnx.tensor.Axis;
import dev.octet.model.onnx.tensor.View;
import dev.octet.runtime.OctetException;
import java.util.Arrays;
import java.util.List;

/** A constant operand of an elementwise operator, seen per channel of the activation beside it. */
final class ChannelConstant {
  private final float[] values;
  private final int rank;

  private ChannelConstant(float[] values, int rank) {
    this.values = values;
    this.rank = rank;
  }

  /** One value per channel. */
  float[] values() {
    return values;
  }

  /** View of the result: ONNX's broadcasting may put axes of extent 1 in front. */
  View view(Activation activation) {
    return activation.view().padded(rank);
  }

  /**
   * Reads the constant; it may vary along the channels only.
   *
   * @throws dev.octet.runtime.OctetException (UNSUPPORTED) if it varies along the map
   */
  static ChannelConstant read(
      RawNode node, Conversion conversion, Constant constant, Activation activation) {
    Conversion.finite(constant);
    int channels = activation.shape().channels();
    // With the four arrays of the affine step that it becomes.
    conversion.charge(node, 3 * channels);
    float[] values = new float[channels];
    if (constant.isUniform()) {
      checkBroadcast(node, constant, activation);
      Arrays.fill(values, (float) constant.number(0));
      return new ChannelConstant(values, constant.rank());
    }
    checkBroadcast(node, constant, activation);
    int[] dims = constant.dims();
    View view = activation.view();
    for (int i = 0; i < dims.length; i++) {
      int axis = i + view.rank() - dims.length;
      if (dims[i] > 1 && (axis < 0 || !view.axes().get(axis).equals(List.of(Axis.CHANNEL)))) {
        throw unsuitable(
            node,
            constant,
            " is not one value per channel of an input of shape "
                + Arrays.toString(activation.dims()));
      }
    }
    for (int i = 0; i < channels; i++) {
      values[i] = (float) constant.number(i);
    }
    return new ChannelConstant(values, constant.rank());
  }

  /**
   * Reads a constant with a value for each feature of a flattened map, or one for all.
   *
   * @throws dev.octet.runtime.OctetException (UNSUPPORTED) if it has another number of elements
   */
  static ChannelConstant perFeature(
      RawNode node, Conversion conversion, Constant constant, Activation activation) {
    Conversion.finite(constant);
    checkBroadcast(node, constant, activation);
    int features = activation.shape().elements();
    conversion.charge(node, 3 * features);
    float[] values = new float[features];
    for (int i = 0; i < features; i++) {
      values[i] = (float) constant.number(constant.size() == 1 ? 0 : i);
    }
    return new ChannelConstant(values, constant.rank());
  }

  private static void checkBroadcast(RawNode node, Constant constant, Activation activation) {
    int[] dims = constant.dims();
    int[] extents = activation.dims();
    for (int i = 0; i < dims.length; i++) {
      int axis = i + extents.length - dims.length;
      int extent = axis < 0 ? 1 : extents[axis];
      if (dims[i] != 1 && dims[i] != extent) {
        throw unsuitable(
            node,
            constant,
            " does not fit an input of shape " + Arrays.toString(extents) + " with batch 1");
      }
    }
  }

  private static OctetException unsuitable(RawNode node, Constant constant, String why) {
    return OnnxErrors.unsupported(
        node,
        "its constant '" + constant.name() + "' of shape " + constant.dimList() + why,
        "use constants per channel or per layer");
  }
}

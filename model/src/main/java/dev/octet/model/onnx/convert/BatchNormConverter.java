package dev.octet.model.onnx.convert;

import dev.octet.model.graph.Op;
import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawNode;
import dev.octet.model.onnx.tensor.Activation;
import dev.octet.model.onnx.tensor.Axis;
import dev.octet.model.onnx.tensor.ScaledFeatures;
import dev.octet.model.onnx.tensor.View;
import java.util.List;

/** BatchNormalization with frozen statistics, of a map or of a vector of features. */
final class BatchNormConverter implements OperatorConverter {
  @Override
  public void convert(RawNode node, Conversion conversion) {
    ScaledFeatures features = conversion.features(node, 0);
    Activation input = features.features();
    if (node.attributes().integer("training_mode", 0) != 0) {
      throw OnnxErrors.unsupported(
          node, "it is in training mode", "export the model in evaluation mode");
    }
    if (node.attributes().integer("spatial", 1) == 0 && input.shape().pixels() > 1) {
      throw OnnxErrors.unsupported(
          node, "it has statistics per pixel (spatial = 0)", "normalize per channel");
    }
    boolean flattened = ScaledFeatures.isFlattened(input) && input.view().rank() == 2;
    int channels = flattened ? input.shape().elements() : input.shape().channels();
    List<Axis> second = input.view().rank() < 2 ? null : input.view().axes().get(1);
    if (!flattened
        && (second == null || !second.equals(channels == 1 ? List.of() : List.of(Axis.CHANNEL)))) {
      throw OnnxErrors.unsupported(node, "it does not normalize channels", "normalize per channel");
    }
    float[][] parameters = new float[4][];
    for (int i = 0; i < 4; i++) {
      Constant stored = conversion.weights(node, i + 1);
      if (stored.size() != channels) {
        throw OnnxErrors.invalid(
            node,
            stored.size() + " parameters in input " + (i + 1) + " for " + channels + " channels");
      }
      parameters[i] = stored.floats();
    }
    double epsilon = node.attributes().number("epsilon", 1e-5f);
    for (float variance : parameters[3]) {
      if (!(variance + epsilon > 0)) {
        throw OnnxErrors.invalidTensor(node.input(4), "a variance is " + variance);
      }
    }
    Op.BatchNorm norm =
        new Op.BatchNorm(parameters[0], parameters[1], parameters[2], parameters[3], epsilon, true);
    if (flattened) {
      scale(node, conversion, features, norm);
      return;
    }
    View view = input.view();
    conversion.emit(node, norm, shape -> view, input);
  }

  /** Keeps the normalization of a flattened map for the layer that reads it. */
  private static void scale(
      RawNode node, Conversion conversion, ScaledFeatures features, Op.BatchNorm norm) {
    int count = norm.gamma().length;
    conversion.charge(node, 2 * count);
    float[] scale = new float[count];
    float[] offset = new float[count];
    for (int i = 0; i < count; i++) {
      double factor = norm.gamma()[i] / Math.sqrt(norm.variance()[i] + norm.epsilon());
      scale[i] = (float) factor;
      offset[i] = (float) (norm.beta()[i] - norm.mean()[i] * factor);
    }
    conversion.define(node, features.then(scale, offset));
  }
}

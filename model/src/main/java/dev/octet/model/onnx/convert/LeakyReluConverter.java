package dev.octet.model.onnx.convert;

import dev.octet.model.graph.Op;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawNode;
import dev.octet.model.onnx.tensor.Activation;

/** LeakyRelu: a slope of {@code alpha} below zero. */
final class LeakyReluConverter implements OperatorConverter {
  private static final float USUAL_ALPHA = 0.01f;

  @Override
  public void convert(RawNode node, Conversion conversion) {
    float alpha = node.attributes().number("alpha", USUAL_ALPHA);
    if (!Float.isFinite(alpha)) {
      throw OnnxErrors.invalid(node, "alpha " + alpha);
    }
    if (alpha < 0) {
      throw OnnxErrors.unsupported(
          node,
          "alpha " + alpha + ", with which it falls below zero",
          "train with a slope of at least 0");
    }
    Activation input = conversion.activation(node, 0);
    Op op = alpha == 0 ? new Op.Clip(0, Float.POSITIVE_INFINITY) : new Op.LeakyRelu(alpha);
    conversion.emit(node, op, shape -> input.view(), input);
  }
}

package dev.octet.model.onnx.convert;

import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawNode;
import dev.octet.runtime.OctetException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operators that are refused for a reason worth telling. */
final class Refusals {
  private record Refusal(String reason, String remedy) {}

  private static final Map<String, Refusal> REFUSALS = new HashMap<>();

  static {
    add(
        "an activation that the integer kernels do not have",
        "train with ReLU, ReLU6, LeakyReLU or hard-swish instead",
        List.of("ThresholdedRelu", "Shrink"));
    add(
        "the model is quantized already",
        "give the float model it was made from",
        List.of(
            "QuantizeLinear",
            "DequantizeLinear",
            "DynamicQuantizeLinear",
            "QLinearConv",
            "QLinearMatMul",
            "ConvInteger",
            "MatMulInteger",
            "QLinearAdd",
            "QLinearMul",
            "QLinearGlobalAveragePool",
            "QLinearAveragePool",
            "QLinearConcat",
            "QGemm"));
    add(
        "control flow cannot be scheduled ahead",
        "export the network by tracing, without branches and loops",
        List.of("If", "Loop", "Scan", "SequenceMap"));
    add(
        "recurrent layers are not supported",
        "Octet takes convolutional image classifiers",
        List.of("LSTM", "GRU", "RNN"));
    add(
        "the network goes on after its class scores",
        "export it up to its logits or its softmax",
        List.of("ArgMax", "ArgMin", "TopK", "NonMaxSuppression"));
    add(
        "normalization by the picture's own statistics cannot be folded",
        "train with batch normalization instead",
        List.of(
            "InstanceNormalization",
            "LayerNormalization",
            "GroupNormalization",
            "RMSNormalization",
            "LRN",
            "MeanVarianceNormalization"));
  }

  private Refusals() {}

  private static void add(String reason, String remedy, List<String> operators) {
    for (String operator : operators) {
      REFUSALS.put(operator, new Refusal(operator + " is refused: " + reason, remedy));
    }
  }

  /** The refusal of a node; empty if nothing is known against its operator. */
  static Optional<OctetException> of(RawNode node) {
    return Optional.ofNullable(REFUSALS.get(node.opType()))
        .map(refusal -> OnnxErrors.unsupported(node, refusal.reason(), refusal.remedy()));
  }

  static Optional<String> remedy(String opType) {
    return Optional.ofNullable(REFUSALS.get(opType)).map(Refusal::remedy);
  }
}

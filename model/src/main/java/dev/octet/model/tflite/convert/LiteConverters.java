package dev.octet.model.tflite.convert;

import static java.util.Map.entry;

import dev.octet.model.tflite.read.TfliteErrors;
import dev.octet.model.tflite.read.TfliteOperator;
import java.util.Map;

/** The operators that Octet takes. */
final class LiteConverters {
  private static final Map<String, LiteConverter> CONVERTERS =
      Map.ofEntries(
          entry("ADD", LiteMerges::add),
          entry("ARG_MAX", LiteActivations::argMax),
          entry("AVERAGE_POOL_2D", LitePools::average),
          entry("CAST", LiteViews::same),
          entry("CONCATENATION", LiteMerges::concatenation),
          entry("CONV_2D", LiteConvolutions::conv),
          entry("Convolution2DTransposeBias", LiteResizes::withBias),
          entry("DENSIFY", LiteViews::same),
          entry("DEPTHWISE_CONV_2D", LiteConvolutions::depthwise),
          entry("DEQUANTIZE", LiteViews::same),
          entry("DIV", LiteMerges::div),
          entry("ELU", LiteActivations::unary),
          entry("EXP", LiteActivations::unary),
          entry("EXPAND_DIMS", LiteViews::view),
          entry("FULLY_CONNECTED", LiteConvolutions::dense),
          entry("GELU", LiteActivations::unary),
          entry("HARD_SWISH", LiteActivations::hardSwish),
          entry("LEAKY_RELU", LiteActivations::leakyRelu),
          entry("LOGISTIC", LiteActivations::logistic),
          entry("LOG_SOFTMAX", LiteActivations::softmax),
          entry("MAXIMUM", LiteMerges::maximum),
          entry("MAX_POOL_2D", LitePools::max),
          entry("MEAN", LitePools::mean),
          entry("MINIMUM", LiteMerges::minimum),
          entry("MUL", LiteMerges::mul),
          entry("NEG", LiteMerges::neg),
          entry("PAD", LiteViews::pad),
          entry("PADV2", LiteViews::pad),
          entry("PRELU", LiteActivations::prelu),
          entry("QUANTIZE", LiteViews::same),
          entry("REDUCE_MAX", LitePools::reduceMax),
          entry("RELU", LiteActivations::relu),
          entry("RELU6", LiteActivations::relu6),
          entry("RELU_0_TO_1", LiteActivations::relu0To1),
          entry("RELU_N1_TO_1", LiteActivations::reluN1To1),
          entry("RESHAPE", LiteViews::view),
          entry("RESIZE_BILINEAR", LiteResizes::bilinear),
          entry("RESIZE_NEAREST_NEIGHBOR", LiteResizes::nearest),
          entry("SOFTMAX", LiteActivations::softmax),
          entry("SQUEEZE", LiteViews::view),
          entry("SUB", LiteMerges::sub),
          entry("TANH", LiteActivations::unary),
          entry("TRANSPOSE_CONV", LiteResizes::transposed));

  private LiteConverters() {}

  /** The converter of an operator, or the refusal of one that Octet does not take. */
  static LiteConverter of(TfliteOperator operator) {
    LiteConverter converter = CONVERTERS.get(operator.kind());
    if (converter == null) {
      throw TfliteErrors.unsupported(
          operator,
          "Octet does not take this operator",
          "train with the layers of a MobileNet, or convert the network up to this operator");
    }
    return converter;
  }
}

package dev.octet.model.keras.layer;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;

/** The layers that Octet takes. */
public final class LayerConverters {
  private static final Map<String, LayerConverter> CONVERTERS =
      Map.ofEntries(
          entry("Activation", Activations::activation),
          entry("ActivityRegularization", Views::identity),
          entry("Add", Merges::add),
          entry("AlphaDropout", Views::identity),
          entry("Average", Merges::average),
          entry("AveragePooling2D", Pools::average),
          entry("BatchNormalization", Normalizations::batchNorm),
          entry("BatchNormalizationV1", Normalizations::batchNorm),
          entry("BatchNormalizationV2", Normalizations::batchNorm),
          entry("Cast", Views::identity),
          entry("Concatenate", Merges::concatenate),
          entry("Conv2D", Convolutions::conv),
          entry("Conv2DTranspose", Enlargements::transposed),
          entry("Cropping2D", Views::crop),
          entry("Dense", Convolutions::dense),
          entry("DepthwiseConv2D", Convolutions::depthwise),
          entry("Divide", Merges::divide),
          entry("Dropout", Views::identity),
          entry("ELU", Curves::elu),
          entry("Elu", Curves::elu),
          entry("Exp", call -> Curves.named(call, "exponential")),
          entry("Flatten", Views::flatten),
          entry("Flip", Channels::flip),
          entry("GaussianDropout", Views::identity),
          entry("GaussianNoise", Views::identity),
          entry("Gelu", Curves::gelu),
          entry("GetItem", Channels::item),
          entry("GlobalAveragePooling2D", Pools::globalAverage),
          entry("GlobalMaxPooling2D", Pools::globalMax),
          entry("HardSigmoid", Activations::hardSigmoid),
          entry("HardSilu", call -> Activations.named(call, "hard_silu")),
          entry("HardSwish", call -> Activations.named(call, "hard_silu")),
          entry("Identity", Views::identity),
          entry("LeakyReLU", LeakyRelus::layer),
          entry("LeakyRelu", LeakyRelus::layer),
          entry("MaxPooling2D", Pools::max),
          entry("Mish", call -> Curves.named(call, "mish")),
          entry("Multiply", Merges::multiply),
          entry("Negative", Merges::negative),
          entry("Normalization", Normalizations::normalization),
          entry("PReLU", Curves::prelu),
          entry("RandomBrightness", Views::identity),
          entry("RandomContrast", Views::identity),
          entry("RandomFlip", Views::identity),
          entry("RandomHeight", Views::identity),
          entry("RandomRotation", Views::identity),
          entry("RandomTranslation", Views::identity),
          entry("RandomWidth", Views::identity),
          entry("RandomZoom", Views::identity),
          entry("ReLU", Activations::relu),
          entry("Relu", call -> Activations.named(call, "relu")),
          entry("Relu6", call -> Activations.named(call, "relu6")),
          entry("Repeat", Channels::repeat),
          entry("Rescaling", Normalizations::rescaling),
          entry("Reshape", Views::reshape),
          entry("SeparableConv2D", Convolutions::separable),
          entry("Selu", call -> Curves.named(call, "selu")),
          entry("Sigmoid", Activations::sigmoid),
          entry("Silu", call -> Curves.named(call, "silu")),
          entry("SlicingOpLambda", Channels::item),
          entry("Softmax", Activations::softmax),
          entry("Softplus", call -> Curves.named(call, "softplus")),
          entry("Softsign", call -> Curves.named(call, "softsign")),
          entry("SpatialDropout2D", Views::identity),
          entry("Stack", Merges::stack),
          entry("Subtract", Merges::subtract),
          entry("TFOpLambda", TensorFlowOperations::function),
          entry("Take", Channels::take),
          entry("TensorFlowOpLayer", TensorFlowOperations::node),
          entry("Tanh", call -> Curves.named(call, "tanh")),
          entry("Tile", Channels::tile),
          entry("TrueDivide", Merges::divide),
          entry("UnitNormalization", Normalizations::unit),
          entry("UpSampling2D", Enlargements::upSampling),
          entry("ZeroPadding2D", Views::pad));

  private LayerConverters() {}

  /** The converter of a layer, by its class, if Octet takes it. */
  public static Optional<LayerConverter> of(String className) {
    return Optional.ofNullable(CONVERTERS.get(className));
  }
}

package dev.octet.model.keras.layer;

import dev.octet.model.keras.config.KerasErrors;
import dev.octet.model.keras.config.LayerConfig;
import dev.octet.runtime.OctetException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Layers that Octet does not take, and which would do in their place. */
public final class LayerRefusals {
  private record Refusal(String reason, String remedy) {}

  private static final String UNKNOWN = "a layer that Octet does not know";

  private static final Refusal OTHERS =
      new Refusal(
          UNKNOWN,
          "build the network of Conv2D, Conv2DTranspose, UpSampling2D, Cropping2D, DepthwiseConv2D,"
              + " SeparableConv2D, Dense, BatchNormalization, ReLU, PReLU, ELU, UnitNormalization,"
              + " Activation('hard_swish'), pooling layers, Add, Multiply, Concatenate, Flatten,"
              + " Reshape, ZeroPadding2D, Rescaling and Normalization");

  private static final Map<String, Refusal> REFUSALS = new HashMap<>();

  static {
    add(
        "an activation that the integer kernels do not have",
        "train with ReLU(), ReLU(6), LeakyReLU(), Activation('hard_swish') or"
            + " Activation('hard_sigmoid') instead",
        List.of("ThresholdedReLU"));
    add(
        "normalization by the picture's own statistics cannot be folded",
        "train with BatchNormalization instead",
        List.of(
            "GroupNormalization",
            "LayerNormalization",
            "SpectralNormalization",
            "RMSNormalization"));
    add(
        "Octet takes networks over pictures, with one class of answers",
        "use Conv2D, DepthwiseConv2D, SeparableConv2D and Dense",
        List.of(
            "Conv1D",
            "Conv3D",
            "ConvLSTM2D",
            "DepthwiseConv1D",
            "SeparableConv1D",
            "Embedding",
            "GRU",
            "LSTM",
            "SimpleRNN",
            "Bidirectional",
            "TimeDistributed",
            "LocallyConnected2D"));
    add(
        "attention is not supported",
        "use squeeze-and-excite: GlobalAveragePooling2D(keepdims=True), Conv2D with 1x1 kernels,"
            + " Activation('hard_sigmoid'), Multiply",
        List.of("AdditiveAttention", "Attention", "MultiHeadAttention", "GroupedQueryAttention"));
    add(
        "it resizes or cuts pictures inside the network",
        "leave it out of the saved model; octet resizes photos itself (--size, --resize,"
            + " --crop-fraction)",
        List.of("CenterCrop", "RandomCrop", "Resizing"));
    add(
        "code of the author's own, which the file does not describe",
        "use Rescaling, Normalization, or arithmetic on tensors such as (x - mean) / std",
        List.of("Lambda"));
    add(
        "an operation on tensors that the integer kernels do not have",
        "use Add, Average, Subtract, Multiply or Concatenate",
        List.of("Dot", "Maximum", "Minimum"));
    add(
        "it reorders axes",
        "use Flatten or Reshape, and channels_last layers",
        List.of("Permute", "Transpose"));
    add(
        "pooling that Octet does not know",
        "use AveragePooling2D, MaxPooling2D, GlobalAveragePooling2D or GlobalMaxPooling2D",
        List.of(
            "AveragePooling1D",
            "AveragePooling3D",
            "GlobalAveragePooling1D",
            "MaxPooling1D",
            "MaxPooling3D"));
    add(
        "an augmentation that Octet does not know to leave out",
        "leave augmentations out of the saved model, or put them into the training data's pipeline",
        List.of(
            "AutoContrast",
            "CutMix",
            "Equalization",
            "MixUp",
            "RandAugment",
            "RandomColorJitter",
            "RandomErasing",
            "RandomHue",
            "RandomSaturation",
            "RandomShear"));
    add(
        "the network was trained for quantization and holds its own ranges",
        "save the network before quantize_model or quantize_annotate_layer",
        List.of("QuantizeLayer", "QuantizeWrapper", "QuantizeWrapperV2", "QuantizeAnnotate"));
    add(
        "weights that are being pruned",
        "save tfmot.sparsity.keras.strip_pruning(model)",
        List.of("PruneLowMagnitude"));
  }

  private LayerRefusals() {}

  private static void add(String reason, String remedy, List<String> classes) {
    for (String name : classes) {
      REFUSALS.put(name, new Refusal(reason, remedy));
    }
  }

  /** What to say of a layer that no converter takes. */
  public static OctetException of(LayerConfig layer) {
    Refusal refusal = REFUSALS.getOrDefault(layer.className(), OTHERS);
    return KerasErrors.unsupported(layer, refusal.reason(), refusal.remedy());
  }
}

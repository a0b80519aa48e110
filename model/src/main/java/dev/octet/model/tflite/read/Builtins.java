package dev.octet.model.tflite.read;

import java.util.Map;

/** TensorFlow Lite's numbers for the operators that networks of pictures are made of. */
final class Builtins {
  /** An operator with a name of its own. */
  static final int CUSTOM = 32;

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(0, "ADD"),
          Map.entry(1, "AVERAGE_POOL_2D"),
          Map.entry(2, "CONCATENATION"),
          Map.entry(3, "CONV_2D"),
          Map.entry(4, "DEPTHWISE_CONV_2D"),
          Map.entry(5, "DEPTH_TO_SPACE"),
          Map.entry(6, "DEQUANTIZE"),
          Map.entry(9, "FULLY_CONNECTED"),
          Map.entry(11, "L2_NORMALIZATION"),
          Map.entry(14, "LOGISTIC"),
          Map.entry(17, "MAX_POOL_2D"),
          Map.entry(18, "MUL"),
          Map.entry(19, "RELU"),
          Map.entry(20, "RELU_N1_TO_1"),
          Map.entry(21, "RELU6"),
          Map.entry(22, "RESHAPE"),
          Map.entry(23, "RESIZE_BILINEAR"),
          Map.entry(25, "SOFTMAX"),
          Map.entry(26, "SPACE_TO_DEPTH"),
          Map.entry(28, "TANH"),
          Map.entry(34, "PAD"),
          Map.entry(36, "GATHER"),
          Map.entry(39, "TRANSPOSE"),
          Map.entry(40, "MEAN"),
          Map.entry(41, "SUB"),
          Map.entry(42, "DIV"),
          Map.entry(43, "SQUEEZE"),
          Map.entry(45, "STRIDED_SLICE"),
          Map.entry(47, "EXP"),
          Map.entry(49, "SPLIT"),
          Map.entry(50, "LOG_SOFTMAX"),
          Map.entry(53, "CAST"),
          Map.entry(54, "PRELU"),
          Map.entry(55, "MAXIMUM"),
          Map.entry(56, "ARG_MAX"),
          Map.entry(57, "MINIMUM"),
          Map.entry(59, "NEG"),
          Map.entry(60, "PADV2"),
          Map.entry(65, "SLICE"),
          Map.entry(67, "TRANSPOSE_CONV"),
          Map.entry(70, "EXPAND_DIMS"),
          Map.entry(74, "SUM"),
          Map.entry(77, "SHAPE"),
          Map.entry(82, "REDUCE_MAX"),
          Map.entry(83, "PACK"),
          Map.entry(88, "UNPACK"),
          Map.entry(97, "RESIZE_NEAREST_NEIGHBOR"),
          Map.entry(98, "LEAKY_RELU"),
          Map.entry(100, "MIRROR_PAD"),
          Map.entry(102, "SPLIT_V"),
          Map.entry(111, "ELU"),
          Map.entry(114, "QUANTIZE"),
          Map.entry(117, "HARD_SWISH"),
          Map.entry(124, "DENSIFY"),
          Map.entry(126, "BATCH_MATMUL"),
          Map.entry(150, "GELU"),
          Map.entry(152, "RELU_0_TO_1"));

  private Builtins() {}

  static String name(int code) {
    return NAMES.getOrDefault(code, "builtin operator " + code);
  }
}

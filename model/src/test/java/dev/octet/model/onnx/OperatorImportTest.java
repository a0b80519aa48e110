package dev.octet.model.onnx;

import static dev.octet.model.onnx.OnnxModelBuilder.integer;
import static dev.octet.model.onnx.OnnxModelBuilder.ints;
import static dev.octet.model.onnx.OnnxModelBuilder.number;
import static dev.octet.model.onnx.OnnxModelBuilder.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.octet.model.graph.FloatGraph;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators of detectors and segmenters, against ONNX Runtime: each on a map of 1 x 8 x 6 x 4. */
class OperatorImportTest {
  @TempDir private Path folder;

  private static Arguments of(String kinds, BiFunction<OnnxModelBuilder, String, String> network) {
    return Arguments.of(kinds, network);
  }

  /** What the importer makes of a network after a convolution, and the network. */
  static Stream<Arguments> networks() {
    return Stream.of(
        of("Unary, Clip", (b, x) -> relu(b, b.node("Sigmoid", List.of(x)))),
        of("Unary", (b, x) -> b.node("Tanh", List.of(x))),
        of("Unary", (b, x) -> b.node("Elu", List.of(x), number("alpha", 0.5))),
        of("Unary, BatchNorm", (b, x) -> b.node("Selu", List.of(x))),
        of("Unary", (b, x) -> b.node("Softplus", List.of(x))),
        of("Unary", (b, x) -> b.node("Softsign", List.of(x))),
        of("Unary", (b, x) -> b.node("Exp", List.of(x))),
        of("Unary", (b, x) -> b.node("Pow", List.of(x, b.scalar("two", 2)))),
        of("Unary", (b, x) -> b.node("Mul", List.of(x, b.node("Sigmoid", List.of(x))))),
        of(
            "Unary",
            (b, x) -> {
              String tanh = b.node("Tanh", List.of(b.node("Softplus", List.of(x))));
              return b.node("Mul", List.of(tanh, x));
            }),
        of("Unary", (b, x) -> gelu(b, x, true)),
        of("Unary", (b, x) -> gelu(b, x, false)),
        of("PRelu", (b, x) -> b.node("PRelu", List.of(x, b.random("slope", 8, 1, 1)))),
        of("PRelu", (b, x) -> b.node("PRelu", List.of(x, b.scalar("slope", 0.2)))),
        of("Softmax, Clip", (b, x) -> relu(b, b.node("Softmax", List.of(x), integer("axis", 1)))),
        of(
            "L2Normalize",
            (b, x) -> b.node("LpNormalization", List.of(x), integer("axis", 1), integer("p", 2))),
        of(
            "L2Normalize",
            (b, x) -> {
              String length = b.node("ReduceL2", List.of(x), ints("axes", 1));
              String bounded = b.node("Clip", List.of(length, b.scalar("least", 1e-12)));
              String shape = b.node("Shape", List.of(x));
              return b.node("Div", List.of(x, b.node("Expand", List.of(bounded, shape))));
            }),
        of(
            "Rearrange, MaxPool, Rearrange",
            (b, x) -> b.node("ReduceMax", List.of(x), ints("axes", 1))),
        of("MaxPool", (b, x) -> b.node("ReduceMax", List.of(x), ints("axes", 2, 3))),
        of("Conv", (b, x) -> b.node("ReduceMean", List.of(x), ints("axes", 1))),
        of("GlobalAveragePool, Rearrange, Add", (b, x) -> b.node("Add", List.of(x, pooled(b, x)))),
        of("Clip, BatchNorm, Add", (b, x) -> b.node("Sub", List.of(x, b.node("Relu", List.of(x))))),
        of("Unary, Unary, Mul", (b, x) -> b.node("Div", List.of(x, b.node("Exp", List.of(x))))),
        of("Conv, Rearrange, Mul", (b, x) -> b.node("Mul", List.of(spatial(b, x), x))),
        of("Rearrange, Clip", (b, x) -> relu(b, slice(b, x, 1, 2, 7, 2))),
        of("Clip, Rearrange", (b, x) -> relu(b, slice(b, x, 3, 3, -9, -1))),
        of(
            "Rearrange, Clip",
            (b, x) ->
                relu(b, b.node("Gather", List.of(x, b.longs("i", 3, 3, 0)), integer("axis", 1)))),
        of("Rearrange, Rearrange, Concat", OperatorImportTest::split),
        of("Clip, Rearrange", OperatorImportTest::shuffle),
        of("Rearrange", (b, x) -> b.node("DepthToSpace", List.of(x), integer("blocksize", 2))),
        of(
            "Rearrange",
            (b, x) ->
                b.node("DepthToSpace", List.of(x), integer("blocksize", 2), text("mode", "CRD"))),
        of("Rearrange", (b, x) -> b.node("SpaceToDepth", List.of(x), integer("blocksize", 2))),
        of("Rearrange", (b, x) -> padded(b, x, "constant", 0, 2, 0, 0, 0, 1, 0, 0)),
        of("Rearrange", (b, x) -> padded(b, x, "reflect", 0, 0, 1, 2, 0, 0, 3, 1)),
        of("Rearrange", (b, x) -> padded(b, x, "edge", 0, 0, 1, 2, 0, 0, 3, 1)),
        of("Conv, Rearrange", (b, x) -> transposed(b, x, 1, 3)),
        of("Conv, Rearrange", (b, x) -> transposed(b, x, 4, 2, ints("strides", 2, 2))),
        of(
            "Conv, Rearrange",
            (b, x) ->
                transposed(
                    b,
                    x,
                    2,
                    3,
                    ints("strides", 2, 3),
                    ints("pads", 1, 0, 1, 2),
                    ints("output_padding", 1, 2))),
        of(
            "Conv, Rearrange",
            (b, x) -> transposed(b, x, 1, 3, ints("strides", 2, 2), ints("dilations", 2, 3))),
        of(
            "Conv, Rearrange",
            (b, x) ->
                transposed(b, x, 1, 4, ints("strides", 2, 2), text("auto_pad", "SAME_UPPER"))),
        of(
            "Conv, Rearrange",
            (b, x) -> transposed(b, x, 1, 3, ints("strides", 2, 2), ints("output_shape", 12, 8))),
        of(
            "Conv, Rearrange",
            (b, x) -> transposed(b, x, 8, 3, ints("strides", 2, 2), ints("pads", 1, 1, 1, 1))));
  }

  @ParameterizedTest(name = "{index} {0}")
  @MethodSource("networks")
  void computesWhatOnnxRuntimeDoes(
      String kinds, BiFunction<OnnxModelBuilder, String, String> network) {
    OnnxModelBuilder b = new OnnxModelBuilder(17).input("x", 1, 3, 6, 4);
    String conv = b.node("Conv", List.of("x", b.random("stem", 8, 3, 1, 1)));
    b.output(network.apply(b, conv));
    FloatGraph graph = OnnxOracleCheck.check(b, folder);
    assertEquals("Conv, " + kinds, String.join(", ", OnnxOracleCheck.kinds(graph)));
  }

  @ParameterizedTest
  @CsvSource({
    "linear, half_pixel, 12, 8",
    "linear, half_pixel, 9, 7",
    "linear, half_pixel, 3, 3",
    "linear, pytorch_half_pixel, 1, 7",
    "linear, asymmetric, 13, 8",
    "linear, align_corners, 11, 5",
    "linear, align_corners, 1, 9",
    "nearest, half_pixel, 12, 8",
    "nearest, asymmetric, 13, 10",
    "nearest, align_corners, 11, 7"
  })
  void resizes(String mode, String coordinates, int height, int width) {
    OnnxModelBuilder b = new OnnxModelBuilder(17).input("x", 1, 3, 6, 4);
    String conv = b.node("Conv", List.of("x", b.random("stem", 8, 3, 1, 1)));
    b.output(
        b.node(
            "Resize",
            List.of(conv, "", "", b.longs("sizes", 1, 8, height, width)),
            text("mode", mode),
            text("coordinate_transformation_mode", coordinates)));
    assertEquals(
        List.of("Conv", "Resize"), OnnxOracleCheck.kinds(OnnxOracleCheck.check(b, folder)));
  }

  @ParameterizedTest
  @CsvSource({
    "floor, 2.6",
    "ceil, 2.6",
    "round_prefer_floor, 1.5",
    "round_prefer_ceil, 1.5",
    "floor, 0.5"
  })
  void resizesByFactors(String rounding, float factor) {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 3, 6, 4);
    String conv = b.node("Conv", List.of("x", b.random("stem", 8, 3, 1, 1)));
    b.floats("scales", new long[] {4}, 1, 1, factor, factor);
    b.output(b.node("Resize", List.of(conv, "", "scales"), text("nearest_mode", rounding)));
    OnnxOracleCheck.check(b, folder);
  }

  private static String relu(OnnxModelBuilder b, String x) {
    return b.node("Relu", List.of(x));
  }

  private static String pooled(OnnxModelBuilder b, String x) {
    return b.node("GlobalAveragePool", List.of(x));
  }

  private static String spatial(OnnxModelBuilder b, String x) {
    return b.node("Conv", List.of(x, b.random("spatial", 1, 8, 1, 1)));
  }

  private static String gelu(OnnxModelBuilder b, String x, boolean erf) {
    String inner;
    if (erf) {
      inner = b.node("Erf", List.of(b.node("Div", List.of(x, b.scalar("root", Math.sqrt(2))))));
    } else {
      String cube =
          b.node(
              "Mul", List.of(b.node("Pow", List.of(x, b.scalar("3", 3))), b.scalar("c", 0.044715)));
      String sum = b.node("Add", List.of(x, cube));
      inner =
          b.node(
              "Tanh",
              List.of(b.node("Mul", List.of(sum, b.scalar("root", Math.sqrt(2 / Math.PI))))));
    }
    String product = b.node("Mul", List.of(x, b.node("Add", List.of(inner, b.scalar("one", 1)))));
    return b.node("Mul", List.of(product, b.scalar("half", 0.5)));
  }

  private static String slice(OnnxModelBuilder b, String x, int axis, int from, int to, int step) {
    return b.node(
        "Slice",
        List.of(
            x,
            b.longs("from", from),
            b.longs("to", to),
            b.longs("axis", axis),
            b.longs("step", step)));
  }

  private static String split(OnnxModelBuilder b, String x) {
    b.node(
        "split",
        "Split",
        List.of(x, b.longs("sizes", 3, 5)),
        List.of("left", "right"),
        integer("axis", 1));
    return b.node("Concat", List.of("right", "left"), integer("axis", 1));
  }

  private static String shuffle(OnnxModelBuilder b, String x) {
    String apart = b.node("Reshape", List.of(x, b.longs("apart", 1, 2, 4, 6, 4)));
    String turned = b.node("Transpose", List.of(apart), ints("perm", 0, 2, 1, 3, 4));
    return relu(b, b.node("Reshape", List.of(turned, b.longs("together", 1, 8, 6, 4))));
  }

  private static String padded(OnnxModelBuilder b, String x, String mode, long... pads) {
    return b.node("Pad", List.of(x, b.longs("pads", pads)), text("mode", mode));
  }

  private static String transposed(
      OnnxModelBuilder b, String x, int groups, int kernel, AttributeProto... attributes) {
    AttributeProto[] all = new AttributeProto[attributes.length + 1];
    System.arraycopy(attributes, 0, all, 1, attributes.length);
    all[0] = integer("group", groups);
    String weights = b.random("up", 8, groups == 8 ? 1 : 3, kernel, kernel);
    return b.node(
        "ConvTranspose", List.of(x, weights, b.random("bias", groups == 8 ? 8 : 3 * groups)), all);
  }
}

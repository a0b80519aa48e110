package dev.octet.model.onnx;

import static dev.octet.model.onnx.OnnxModelBuilder.integer;
import static dev.octet.model.onnx.OnnxModelBuilder.ints;
import static dev.octet.model.onnx.OnnxModelBuilder.number;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.octet.model.Choice;
import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Op;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fully connected layers, flattening, softmax. */
class HeadImportTest {
  @TempDir Path folder;

  static Stream<Arguments> gemms() {
    return Stream.of(
        Arguments.of(new long[] {12, 5}, new long[] {5}, new AttributeProto[0]),
        Arguments.of(
            new long[] {5, 12}, new long[] {1, 5}, new AttributeProto[] {integer("transB", 1)}),
        Arguments.of(
            new long[] {5, 12},
            new long[] {1},
            new AttributeProto[] {integer("transB", 1), number("alpha", 0.5), number("beta", -2)}),
        Arguments.of(new long[] {12, 5}, null, new AttributeProto[] {number("alpha", 3)}));
  }

  @ParameterizedTest
  @MethodSource("gemms")
  void gemmAfterFlatteningAMap(long[] weights, long[] bias, AttributeProto[] attributes) {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 3, 2, 2);
    String flat = b.node("Flatten", List.of("x"));
    b.random("w", weights);
    b.output(
        b.node(
            "Gemm",
            bias == null ? List.of(flat, "w") : List.of(flat, "w", b.random("b", bias)),
            attributes));
    FloatGraph graph = OnnxOracleCheck.check(b, folder);
    Op.Conv conv = (Op.Conv) graph.nodes().get(0).op();
    assertEquals(2, conv.window().kernelHeight);
    assertEquals(2, conv.window().kernelWidth);
  }

  @Test
  void convolutionAndFullyConnectedLayerOnOnePixelAreTheSame() {
    OnnxModelBuilder conv = new OnnxModelBuilder(13).input("x", 1, 3, 4, 4);
    String pooled = conv.node("GlobalAveragePool", List.of("x"));
    conv.random("w", 5, 3, 1, 1);
    conv.random("b", 5);
    conv.output(conv.node("Flatten", List.of(conv.node("Conv", List.of(pooled, "w", "b")))));
    OnnxModelBuilder gemm = new OnnxModelBuilder(13).input("x", 1, 3, 4, 4);
    String flat = gemm.node("Flatten", List.of(gemm.node("GlobalAveragePool", List.of("x"))));
    gemm.random("w", 5, 3);
    gemm.random("b", 5);
    gemm.output(gemm.node("Gemm", List.of(flat, "w", "b"), integer("transB", 1)));
    Op.Conv first = (Op.Conv) OnnxOracleCheck.check(conv, folder).nodes().get(1).op();
    Op.Conv second = (Op.Conv) OnnxOracleCheck.check(gemm, folder).nodes().get(1).op();
    assertArrayEquals(first.weights(), second.weights());
    assertArrayEquals(first.bias(), second.bias());
    assertTrue(first.window().isPointwise() && second.window().isPointwise());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Gemm", "Gemm transposed", "MatMul"})
  void normalizationOfAFlattenedMapIsTakenInByTheNextLayer(String layer) {
    OnnxModelBuilder b = new OnnxModelBuilder(15).input("x", 1, 3, 4, 4);
    b.random("w", 5, 3, 3, 3);
    String relu = b.node("Relu", List.of(b.node("Conv", List.of("x", "w"))));
    String flat = b.node("Flatten", List.of(relu));
    b.positive("gamma", 20);
    b.random("beta", 20);
    b.random("mean", 20);
    b.positive("variance", 20);
    String norm =
        b.node(
            "BatchNormalization",
            List.of(flat, "gamma", "beta", "mean", "variance"),
            number("epsilon", 1e-3));
    b.output(fullyConnected(b, b.node("Dropout", List.of(norm)), layer));
    FloatGraph graph = OnnxOracleCheck.check(b, folder);
    assertEquals(List.of("Conv", "Clip", "Conv"), OnnxOracleCheck.kinds(graph));
  }

  private static String fullyConnected(OnnxModelBuilder b, String features, String layer) {
    if (layer.equals("MatMul")) {
      return b.node("MatMul", List.of(features, b.random("full", 20, 3)));
    }
    b.random("bias", 3);
    if (layer.equals("Gemm")) {
      return b.node(
          "Gemm", List.of(features, b.random("full", 20, 3), "bias"), number("alpha", 0.5));
    }
    b.random("full", 3, 20);
    return b.node("Gemm", List.of(features, "full", "bias"), integer("transB", 1));
  }

  @Test
  void normalizationOfAFlattenedMapInPieces() {
    OnnxModelBuilder b = new OnnxModelBuilder(15).input("x", 1, 3, 2, 2);
    String relu = b.node("Relu", List.of("x"));
    String last = b.node("Transpose", List.of(relu), ints("perm", 0, 2, 3, 1));
    String flat = b.node("Reshape", List.of(last, b.longs("s", -1, 12)));
    String centred = b.node("Sub", List.of(flat, b.random("mean", 12)));
    String scaled = b.node("Mul", List.of(centred, b.positive("scale", 1, 12)));
    String halved = b.node("Div", List.of(scaled, b.scalar("two", 2)));
    b.output(b.node("MatMul", List.of(halved, b.random("w", 12, 4))));
    assertEquals(List.of("Clip", "Conv"), OnnxOracleCheck.kinds(OnnxOracleCheck.check(b, folder)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void normalizationOfAFlattenedMapNeedsALayerBehindIt(boolean last) {
    OnnxModelBuilder b = new OnnxModelBuilder(15).input("x", 1, 3, 2, 2);
    String flat = b.node("Flatten", List.of(b.node("Relu", List.of("x"))));
    String scaled = b.node("Mul", List.of(flat, b.positive("scale", 12)));
    b.output(last ? scaled : b.node("Relu", List.of(scaled)));
    OnnxOracleCheck.refused(b, folder, "a fully connected layer");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void severalSigmoidsAtTheEndAreSplitOff(int labels) {
    OnnxModelBuilder b = new OnnxModelBuilder(17).input("x", 1, 3, 4, 4);
    String flat = b.node("Flatten", List.of(b.node("GlobalAveragePool", List.of("x"))));
    b.random("w", 3, labels);
    b.output(b.node("Sigmoid", List.of(b.node("Gemm", List.of(flat, "w")))));
    FloatGraph graph = OnnxOracleCheck.check(b, folder);
    assertEquals(List.of("GlobalAveragePool", "Conv"), OnnxOracleCheck.kinds(graph));
    assertFalse(graph.softmax());
    FloatModel model = new OnnxFormat().read(b.write(folder), ImportOptions.none());
    assertTrue(model.choices().contains(Choice.SIGMOIDS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gate", "swish"})
  void sigmoidsInsideTheNetwork(String use) {
    OnnxModelBuilder b = new OnnxModelBuilder(17).input("x", 1, 3, 4, 4);
    String pool = b.node("GlobalAveragePool", List.of("x"));
    String gate = b.node("Sigmoid", List.of(pool));
    b.output(b.node("Mul", List.of(use.equals("gate") ? "x" : pool, gate)));
    OnnxOracleCheck.check(b, folder);
  }

  @Test
  void transposedOperandOfGemm() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 3, 2, 2);
    String pooled = b.node("GlobalAveragePool", List.of("x"));
    String column = b.node("Reshape", List.of(pooled, b.longs("s", 3, 1)));
    b.output(b.node("Gemm", List.of(column, b.random("w", 3, 4)), integer("transA", 1)));
    OnnxOracleCheck.check(b, folder);
  }

  @Test
  void flatteningByShapeArithmetic() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", -1, 3, 4, 2);
    String relu = b.node("Relu", List.of("x"));
    String shape = b.node("Shape", List.of(relu));
    String batch = b.node("Gather", List.of(shape, b.longs("zero", 0)));
    String rest = b.node("Slice", List.of(shape, b.longs("from", 1), b.longs("to", 1 << 20)));
    String count = b.node("ReduceProd", List.of(rest));
    String target = b.node("Concat", List.of(batch, count), integer("axis", 0));
    String flat = b.node("Reshape", List.of(relu, target));
    b.output(b.node("MatMul", List.of(flat, b.random("w", 24, 3))));
    assertEquals(List.of("Clip", "Conv"), OnnxOracleCheck.kinds(OnnxOracleCheck.check(b, folder)));
  }

  @Test
  void onePixelMayBeRearrangedAtWill() {
    OnnxModelBuilder b = new OnnxModelBuilder(11).input("x", 1, 3, 4, 2);
    String pool = b.node("GlobalAveragePool", List.of("x"));
    String last = b.node("Transpose", List.of(pool), ints("perm", 0, 2, 3, 1));
    String flat = b.node("Squeeze", List.of(last), ints("axes", 1, 2));
    String drop = b.node("Dropout", List.of(flat));
    String wide = b.node("Unsqueeze", List.of(drop), ints("axes", 2, 3));
    String conv = b.node("Conv", List.of(wide, b.random("w", 5, 3, 1, 1)));
    String reshaped = b.node("Reshape", List.of(conv, b.longs("s", 0, -1)));
    b.output(b.node("Softmax", List.of(reshaped)));
    FloatGraph graph = OnnxOracleCheck.check(b, folder);
    assertEquals(List.of("GlobalAveragePool", "Conv"), OnnxOracleCheck.kinds(graph));
    assertTrue(graph.softmax());
  }

  @Test
  void channelsLastAroundTheGraph() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", -1, 6, 5, 3);
    String first = b.node("Transpose", List.of("x"), ints("perm", 0, 3, 1, 2));
    String conv =
        b.node("Conv", List.of(first, b.random("w", 4, 3, 3, 3)), ints("pads", 1, 1, 1, 1));
    String back = b.node("Transpose", List.of(conv), ints("perm", 0, 2, 3, 1));
    String bias = b.node("Add", List.of(back, b.random("b", 4)));
    String relu = b.node("Relu", List.of(bias));
    String dense = b.node("MatMul", List.of(relu, b.random("d", 4, 5)));
    String mean = b.node("ReduceMean", List.of(dense), ints("axes", 1, 2), integer("keepdims", 0));
    b.output(b.node("Softmax", List.of(mean)));
    FloatGraph graph = OnnxOracleCheck.checkChannelsLast(b, folder);
    assertEquals("6x5x3", graph.inputShape().toString());
    assertEquals(
        List.of("Conv", "Clip", "Conv", "GlobalAveragePool"), OnnxOracleCheck.kinds(graph));
  }

  @Test
  void flattenedChannelsLast() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 4, 4, 1);
    String first = b.node("Reshape", List.of("x", b.longs("nchw", 1, 1, 4, 4)));
    String conv = b.node("Conv", List.of(first, b.random("w", 3, 1, 3, 3)));
    String last = b.node("Transpose", List.of(conv), ints("perm", 0, 2, 3, 1));
    String flat = b.node("Reshape", List.of(last, b.longs("flat", -1, 12)));
    b.output(b.node("MatMul", List.of(flat, b.random("d", 12, 5))));
    OnnxOracleCheck.checkChannelsLast(b, folder);
  }

  @Test
  void logSoftmaxIsSplitOffToo() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 3, 1, 1);
    String flat = b.node("Flatten", List.of("x"));
    String logits = b.node("MatMul", List.of(flat, b.random("w", 3, 4)));
    b.output(b.node("LogSoftmax", List.of(logits)));
    var model = new OnnxFormat().read(b.write(folder), ImportOptions.none());
    assertTrue(model.graph().softmax());
    assertEquals("logits", model.choices().get(0).value());
  }

  /** Exporters end a yes-or-no network in Gemm or in MatMul and Add, then perhaps drop an axis. */
  @ParameterizedTest
  @ValueSource(strings = {"gemm", "matmul", "conv", "squeezed"})
  void sigmoidOverOneValueIsASoftmaxOverTwo(String form) {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 3, 4, 4);
    String pool = b.node("GlobalAveragePool", List.of("x"));
    String flat = b.node("Flatten", List.of(pool));
    String value =
        switch (form) {
          case "conv" -> b.node("Conv", List.of(pool, b.random("w", 1, 3, 1, 1), b.random("b", 1)));
          case "matmul" ->
              b.node(
                  "Add",
                  List.of(b.node("MatMul", List.of(flat, b.random("w", 3, 1))), b.random("b", 1)));
          default -> b.node("Gemm", List.of(flat, b.random("w", 3, 1), b.random("b", 1)));
        };
    String yes = b.node("Sigmoid", List.of(value));
    b.output(form.equals("squeezed") ? b.node("Squeeze", List.of(yes, b.longs("axes", 1))) : yes);
    FloatGraph graph = OnnxOracleCheck.check(b, folder);
    assertEquals(List.of("GlobalAveragePool", "Conv"), OnnxOracleCheck.kinds(graph));
    assertEquals(2, graph.outputShape().channels());
    assertTrue(graph.softmax());
  }
}

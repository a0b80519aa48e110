package dev.octet.model.onnx;

import static dev.octet.model.onnx.OnnxModelBuilder.integer;
import static dev.octet.model.onnx.OnnxModelBuilder.ints;
import static dev.octet.model.onnx.OnnxModelBuilder.number;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import dev.octet.model.ImportOptions;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.graph.FloatGraph;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, and that the message names the node and the reason. */
class RefusalTest {
  @TempDir Path folder;

  private interface Network extends BiFunction<OnnxModelBuilder, String, String> {}

  private static Arguments of(String reason, Network network) {
    return Arguments.of(reason, network);
  }

  static Stream<Arguments> networks() {
    return Stream.of(
        of(
            "falls below zero",
            (b, x) -> b.node("LeakyRelu", List.of(x), OnnxModelBuilder.number("alpha", -0.5))),
        of("quantized already", (b, x) -> b.node("QuantizeLinear", List.of(x))),
        of("control flow", (b, x) -> b.node("If", List.of(x))),
        of("goes on after its class scores", (b, x) -> b.node("ArgMax", List.of(x))),
        of("operator Frobnicate is not supported", (b, x) -> b.node("Frobnicate", List.of(x))),
        of(
            "attribute is a subgraph",
            (b, x) ->
                b.node(
                    "Relu",
                    List.of(x),
                    AttributeProto.newBuilder()
                        .setName("body")
                        .setType(AttributeType.GRAPH)
                        .setG(GraphProto.getDefaultInstance())
                        .build())),
        of("only 2-D convolution", (b, x) -> b.node("Conv", List.of(x, b.random("w", 4, 4, 3)))),
        of(
            "depends on the picture",
            (b, x) -> b.node("Conv", List.of(x, b.node("Relu", List.of(x))))),
        of(
            "is not laid out",
            (b, x) ->
                b.node(
                    "Conv",
                    List.of(
                        b.node("Transpose", List.of(x), ints("perm", 0, 2, 3, 1)),
                        b.random("w", 4, 5, 3, 3)))),
        of(
            "rearranges a map",
            (b, x) ->
                b.node(
                    "Relu", List.of(b.node("Reshape", List.of(x, b.longs("s", 1, 2, 2, 5, 6)))))),
        of("bounds", (b, x) -> b.node("Clip", List.of(x, b.scalar("l", 2), b.scalar("h", 1)))),
        of("not one value per channel", (b, x) -> b.node("Mul", List.of(x, b.random("c", 5, 6)))),
        of(
            "out of range",
            (b, x) -> b.node("Pad", List.of(x, b.longs("p", 0, 0, -1, 0, 0, 0, 0, 0)))),
        of("a softmax over axis 1", (b, x) -> b.node("Softmax", List.of(single(b, x)))),
        of(
            "does not follow a fully connected layer",
            (b, x) -> b.node("Sigmoid", List.of(b.node("Relu", List.of(single(b, x)))))),
        of(
            "average pooling with dilation",
            (b, x) ->
                b.node(
                    "AveragePool",
                    List.of(x),
                    ints("kernel_shape", 2, 2),
                    ints("dilations", 2, 2))),
        of(
            "ceil_mode with count_include_pad",
            (b, x) ->
                b.node(
                    "AveragePool",
                    List.of(x),
                    ints("kernel_shape", 2, 2),
                    ints("strides", 2, 2),
                    integer("ceil_mode", 1),
                    integer("count_include_pad", 1))),
        of("not a shape", (b, x) -> b.node("MaxPool", List.of(x), ints("kernel_shape", 9, 9))),
        of(
            "kernel_shape 100000 is out of range",
            (b, x) -> b.node("MaxPool", List.of(x), ints("kernel_shape", 100_000, 1))),
        of("casts activations to integers", (b, x) -> b.node("Cast", List.of(x), integer("to", 7))),
        of(
            "training mode",
            (b, x) -> {
              b.positive("p", 4);
              return b.node(
                  "BatchNormalization",
                  List.of(x, "p", "p", "p", "p"),
                  integer("training_mode", 1));
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void unsupported(String reason, BiFunction<OnnxModelBuilder, String, String> network) {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 4, 5, 6);
    String conv = b.node("Conv", List.of("x", b.random("stem", 4, 4, 1, 1)));
    String output = network.apply(b, conv);
    b.output(output);
    OctetException e = assertFails(Failure.UNSUPPORTED, b, reason);
    assertTrue(e.where().startsWith("node '"), e.where());
    assertTrue(!e.remedy().isBlank());
  }

  static Stream<Arguments> contradictions() {
    return Stream.of(
        of("do not fit", (b, x) -> b.node("Conv", List.of(x, b.random("w", 4, 3, 1, 1)))),
        of(
            "biases for",
            (b, x) -> b.node("Conv", List.of(x, b.random("w", 4, 4, 1, 1), b.random("b", 3)))),
        of(
            "kernel_shape contradicts",
            (b, x) ->
                b.node("Conv", List.of(x, b.random("w", 4, 4, 1, 1)), ints("kernel_shape", 3, 3))),
        of("which nothing computes", (b, x) -> b.node("Add", List.of(x, "nowhere"))),
        of(
            "element 1 is NaN",
            (b, x) ->
                b.node(
                    "Conv",
                    List.of(x, b.floats("w", new long[] {1, 4, 1, 1}, 0, Float.NaN, 0, 0)))),
        of(
            "element 0 is Infinity",
            (b, x) ->
                b.node("Mul", List.of(x, b.floats("c", new long[] {1}, Float.POSITIVE_INFINITY)))),
        of("divides by zero", (b, x) -> b.node("Div", List.of(x, b.scalar("zero", 0)))),
        of(
            "a variance is",
            (b, x) -> {
              b.positive("p", 4);
              b.floats("v", new long[] {4}, 1, 1, -1, 1);
              return b.node("BatchNormalization", List.of(x, "p", "p", "p", "v"));
            }),
        of(
            "cannot take the shape",
            (b, x) -> b.node("Reshape", List.of(x, b.longs("s", 1, 7, -1)))),
        of("axis 9", (b, x) -> b.node("Flatten", List.of(x), integer("axis", 9))),
        of("wrong type", (b, x) -> b.node("Flatten", List.of(x), number("axis", 1))),
        of(
            "too many constants",
            (b, x) -> {
              String big = b.node("ConstantOfShape", List.of(b.longs("s", 1 << 20, 1 << 20)));
              return b.node("Mul", List.of(x, big));
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("contradictions")
  void invalid(String reason, BiFunction<OnnxModelBuilder, String, String> network) {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 4, 5, 6);
    String conv = b.node("Conv", List.of("x", b.random("stem", 4, 4, 1, 1)));
    b.output(network.apply(b, conv));
    assertFails(Failure.INPUT, b, reason);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6, 29, 1000})
  void opsetsOutOfRange(int opset) {
    assertFails(Failure.UNSUPPORTED, relu(opset), "ONNX opset " + opset);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 11, 13, 17, 23})
  void opsetsInRange(int opset) {
    assertEquals(1, OnnxOracleCheck.check(relu(opset), folder).nodes().size());
  }

  /** ONNX Runtime does not promise these yet; the operators mean what they meant before. */
  @ParameterizedTest
  @ValueSource(ints = {24, 25, 26, 27, 28})
  void newestOpsets(int opset) {
    FloatGraph before = OnnxOracleCheck.check(network(23), folder);
    FloatGraph after =
        new OnnxFormat().read(network(opset).write(folder), ImportOptions.none()).graph();
    assertEquals(OnnxOracleCheck.kinds(before), OnnxOracleCheck.kinds(after));
    float[] input = new float[before.inputShape().elements()];
    for (int i = 0; i < input.length; i++) {
      input[i] = i % 7 - 3;
    }
    assertArrayEquals(
        new FloatExecutor(before).run(input, 1), new FloatExecutor(after).run(input, 1));
  }

  private static OnnxModelBuilder network(int opset) {
    OnnxModelBuilder b = new OnnxModelBuilder(opset).input("x", 1, 3, 6, 6);
    String padded = b.node("Pad", List.of("x", b.longs("p", 0, 0, 1, 1, 0, 0, 0, 0)));
    String conv = b.node("Conv", List.of(padded, b.random("w", 4, 3, 3, 3)));
    String cast = b.node("Cast", List.of(b.node("Relu", List.of(conv))), integer("to", 1));
    String pool = b.node("AveragePool", List.of(cast), ints("kernel_shape", 5, 5));
    String flat = b.node("Flatten", List.of(b.node("Identity", List.of(pool))));
    String shaped = b.node("Reshape", List.of(flat, b.longs("s", -1, 4)));
    return b.output(b.node("Gemm", List.of(shaped, b.random("full", 4, 3))));
  }

  private static OnnxModelBuilder relu(int opset) {
    OnnxModelBuilder b = new OnnxModelBuilder(opset).input("x", 1, 3, 4, 4);
    return b.output(b.node("Relu", List.of("x")));
  }

  @Test
  void foreignDomains() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 3, 4, 4);
    b.output(b.node("FusedConv", List.of("x")));
    b.graph().getNodeBuilder(0).setDomain("com.microsoft");
    assertFails(Failure.UNSUPPORTED, b, "'com.microsoft.FusedConv'");
  }

  @Test
  void severalInputs() {
    OnnxModelBuilder two = new OnnxModelBuilder(13).input("x", 1, 3, 4, 4).input("y", 1, 3, 4, 4);
    two.output(two.node("Add", List.of("x", "y")));
    assertFails(Failure.UNSUPPORTED, two, "2 inputs");
  }

  /** The one value of a fully connected layer after a map of four channels. */
  private static String single(OnnxModelBuilder b, String map) {
    String flat = b.node("Flatten", List.of(b.node("GlobalAveragePool", List.of(map))));
    return b.node("MatMul", List.of(flat, b.random("w", 4, 1)));
  }

  private OctetException assertFails(Failure failure, OnnxModelBuilder b, String reason) {
    Path file = b.write(folder);
    OctetException e =
        assertThrows(OctetException.class, () -> new OnnxFormat().read(file, ImportOptions.none()));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
    assertEquals(failure, e.failure(), e.getMessage());
    return e;
  }
}

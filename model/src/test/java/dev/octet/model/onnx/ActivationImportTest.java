package dev.octet.model.onnx;

import static dev.octet.model.onnx.OnnxModelBuilder.number;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
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

/** Every spelling of an activation function becomes the one operation it is. */
class ActivationImportTest {
  private static final Op RELU = new Op.Clip(0, Float.POSITIVE_INFINITY);
  private static final Op RELU6 = new Op.Clip(0, 6);
  private static final Op HARD_SWISH = new Op.HardSwish();

  @TempDir Path folder;

  private interface Spelling extends BiFunction<OnnxModelBuilder, String, String> {}

  private static Arguments of(String name, int opset, Op expected, Spelling spelling) {
    return Arguments.of(name, opset, expected, spelling);
  }

  static Stream<Arguments> spellings() {
    return Stream.of(
        of("Relu", 7, RELU, (b, x) -> b.node("Relu", List.of(x))),
        of("Max 0", 12, RELU, (b, x) -> b.node("Max", List.of(b.scalar("zero", 0), x))),
        of("Clip from 0", 13, RELU, (b, x) -> b.node("Clip", List.of(x, b.scalar("low", 0)))),
        of(
            "Clip to the largest float",
            6 + 1,
            RELU,
            (b, x) -> b.node("Clip", List.of(x), number("min", 0))),
        of(
            "Clip with attributes",
            9,
            RELU6,
            (b, x) -> b.node("Clip", List.of(x), number("min", 0), number("max", 6))),
        of("Clip with inputs", 11, RELU6, ActivationImportTest::relu6),
        of(
            "Min of Max",
            13,
            RELU6,
            (b, x) -> {
              String low = b.node("Max", List.of(x, b.scalar("low", 0)));
              return b.node("Min", List.of(b.scalar("high", 6), low));
            }),
        of(
            "Min of Relu",
            13,
            RELU6,
            (b, x) -> b.node("Min", List.of(b.node("Relu", List.of(x)), b.scalar("high", 6)))),
        of(
            "Clip without a lower bound",
            13,
            new Op.Clip(Float.NEGATIVE_INFINITY, 1),
            (b, x) -> b.node("Clip", List.of(x, "", b.scalar("high", 1)))),
        of("HardSwish", 14, HARD_SWISH, (b, x) -> b.node("HardSwish", List.of(x))),
        of(
            "LeakyRelu",
            7,
            new Op.LeakyRelu(0.2f),
            (b, x) -> b.node("LeakyRelu", List.of(x), number("alpha", 0.2))),
        of(
            "LeakyRelu with its usual slope",
            16,
            new Op.LeakyRelu(0.01f),
            (b, x) -> b.node("LeakyRelu", List.of(x))),
        of(
            "LeakyRelu without a slope",
            16,
            RELU,
            (b, x) -> b.node("LeakyRelu", List.of(x), number("alpha", 0))),
        of(
            "HardSigmoid",
            7,
            new Op.HardSigmoid(0.2f, 0.5f),
            (b, x) -> b.node("HardSigmoid", List.of(x))),
        of(
            "clip(x + 3, 0, 6) / 6",
            13,
            new Op.HardSigmoid(1 / 6f, 0.5f),
            (b, x) -> divided(b, relu6(b, plus3(b, x)))),
        of(
            "clip(3 + x, 0, 6) * (1/6)",
            13,
            new Op.HardSigmoid(1 / 6f, 0.5f),
            (b, x) -> sixth(b, relu6(b, b.node("Add", List.of(b.scalar("three", 3), x))))),
        of(
            "clip(0.2 x + 0.5, 0, 1)",
            13,
            new Op.HardSigmoid(0.2f, 0.5f),
            (b, x) -> {
              String scaled = b.node("Mul", List.of(x, b.scalar("slope", 0.2)));
              String shifted = b.node("Add", List.of(scaled, b.scalar("offset", 0.5)));
              return b.node("Clip", List.of(shifted, b.scalar("low", 0), b.scalar("high", 1)));
            }),
        of(
            "x * clip(x + 3, 0, 6) / 6",
            13,
            HARD_SWISH,
            (b, x) -> divided(b, b.node("Mul", List.of(x, relu6(b, plus3(b, x)))))),
        of(
            "(1/6) * (clip(x + 3, 0, 6) * x)",
            13,
            HARD_SWISH,
            (b, x) -> sixth(b, b.node("Mul", List.of(relu6(b, plus3(b, x)), x)))),
        of(
            "x * (clip(x + 3, 0, 6) / 6)",
            13,
            HARD_SWISH,
            (b, x) -> b.node("Mul", List.of(x, divided(b, relu6(b, plus3(b, x)))))),
        of(
            "(x / 6) * clip(x + 3, 0, 6)",
            13,
            HARD_SWISH,
            (b, x) -> b.node("Mul", List.of(divided(b, x), relu6(b, plus3(b, x))))),
        of(
            "clip(x + 3, 0, 6) * (x * (1/6))",
            13,
            HARD_SWISH,
            (b, x) -> b.node("Mul", List.of(relu6(b, plus3(b, x)), sixth(b, x)))),
        of(
            "x * HardSigmoid(x)",
            13,
            HARD_SWISH,
            (b, x) -> {
              String gate = b.node("HardSigmoid", List.of(x), number("alpha", 1 / 6.0));
              return b.node("Mul", List.of(x, gate));
            }),
        of(
            "HardSigmoid(x) * x with a rounded slope",
            13,
            HARD_SWISH,
            (b, x) -> {
              String gate = b.node("HardSigmoid", List.of(x), number("alpha", 0.166667));
              return b.node("Mul", List.of(gate, x));
            }),
        of(
            "x * min(max(x - (-3), 0), 6) / 6",
            13,
            HARD_SWISH,
            (b, x) -> {
              String shifted = b.node("Sub", List.of(x, b.scalar("minus", -3)));
              String low = b.node("Max", List.of(shifted, b.scalar("low", 0)));
              String gate = b.node("Min", List.of(low, b.scalar("high", 6)));
              return divided(b, b.node("Mul", List.of(x, gate)));
            }));
  }

  private static String plus3(OnnxModelBuilder b, String x) {
    return b.node("Add", List.of(x, b.floats("three", new long[] {1}, 3)));
  }

  private static String relu6(OnnxModelBuilder b, String x) {
    return b.node("Clip", List.of(x, b.scalar("low", 0), b.scalar("high", 6)));
  }

  private static String divided(OnnxModelBuilder b, String x) {
    return b.node("Div", List.of(x, b.floats("six", new long[] {1, 1, 1, 1}, 6)));
  }

  private static String sixth(OnnxModelBuilder b, String x) {
    return b.node("Mul", List.of(b.scalar("sixth", 1 / 6.0), x));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("spellings")
  void behindAConvolution(
      String name, int opset, Op expected, BiFunction<OnnxModelBuilder, String, String> spelling) {
    OnnxModelBuilder b = new OnnxModelBuilder(opset).input("x", 1, 3, 7, 5);
    String conv = b.node("Conv", List.of("x", b.random("w", 4, 3, 1, 1), b.random("b", 4)));
    b.output(spelling.apply(b, conv));
    FloatGraph graph = OnnxOracleCheck.check(b, folder);
    assertEquals(2, graph.nodes().size(), () -> OnnxOracleCheck.kinds(graph).toString());
    assertSame(expected, graph.nodes().get(1));
  }

  private static void assertSame(Op expected, Node node) {
    if (expected instanceof Op.HardSigmoid sigmoid) {
      Op.HardSigmoid actual = (Op.HardSigmoid) node.op();
      assertEquals(sigmoid.alpha(), actual.alpha(), 1e-6f);
      assertEquals(sigmoid.beta(), actual.beta(), 1e-6f);
    } else {
      assertEquals(expected, node.op());
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.3, -5, 0.01, 1, 40})
  void hardSigmoidOfAnySlope(double alpha) {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 3, 4, 5);
    String conv = b.node("Conv", List.of("x", b.random("w", 4, 3, 1, 1)));
    b.output(b.node("HardSigmoid", List.of(conv), number("alpha", alpha), number("beta", 0.4)));
    FloatGraph graph = OnnxOracleCheck.check(b, folder);
    Op.HardSigmoid last = (Op.HardSigmoid) graph.nodes().get(graph.nodes().size() - 1).op();
    assertEquals((float) Math.abs(alpha), last.alpha());
  }

  @Test
  void hardSigmoidWithoutSlopeIsRefused() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 3, 4, 5);
    b.output(b.node("HardSigmoid", List.of("x"), number("alpha", 0)));
    OnnxOracleCheck.refused(b, folder, "alpha 0");
  }
}

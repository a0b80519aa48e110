package dev.octet.model.onnx;

import static dev.octet.model.onnx.OnnxModelBuilder.integer;
import static dev.octet.model.onnx.OnnxModelBuilder.ints;
import static dev.octet.model.onnx.OnnxModelBuilder.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import ai.onnx.proto.OnnxMl.AttributeProto;
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

class ConvImportTest {
  @TempDir Path folder;

  static Stream<Arguments> spellings() {
    return Stream.of(
        Arguments.of("dense 3x3", new long[] {8, 6, 3, 3}, attributes(ints("pads", 1, 1, 1, 1))),
        Arguments.of("no attributes", new long[] {5, 6, 2, 2}, attributes()),
        Arguments.of(
            "depthwise, stride 2",
            new long[] {6, 1, 3, 3},
            attributes(integer("group", 6), ints("strides", 2, 2), ints("pads", 1, 1, 1, 1))),
        Arguments.of(
            "depthwise with a multiplier of 2",
            new long[] {12, 1, 3, 3},
            attributes(integer("group", 6))),
        Arguments.of("grouped", new long[] {4, 3, 3, 3}, attributes(integer("group", 2))),
        Arguments.of(
            "rectangular kernel, stride and asymmetric padding",
            new long[] {4, 6, 5, 2},
            attributes(
                ints("kernel_shape", 5, 2), ints("strides", 2, 3), ints("pads", 0, 1, 3, 2))),
        Arguments.of(
            "dilated",
            new long[] {4, 6, 3, 2},
            attributes(ints("dilations", 2, 3), ints("pads", 2, 1, 0, 1))),
        Arguments.of(
            "same upper, stride 2",
            new long[] {4, 6, 3, 4},
            attributes(text("auto_pad", "SAME_UPPER"), ints("strides", 2, 2))),
        Arguments.of(
            "same lower, stride 2",
            new long[] {4, 6, 3, 4},
            attributes(text("auto_pad", "SAME_LOWER"), ints("strides", 2, 2))),
        Arguments.of(
            "same upper, kernel below stride",
            new long[] {4, 6, 1, 1},
            attributes(text("auto_pad", "SAME_UPPER"), ints("strides", 3, 2))),
        Arguments.of("valid", new long[] {4, 6, 3, 3}, attributes(text("auto_pad", "VALID"))));
  }

  private static AttributeProto[] attributes(AttributeProto... attributes) {
    return attributes;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("spellings")
  void conv(String name, long[] weights, AttributeProto[] attributes) {
    for (boolean bias : new boolean[] {false, true}) {
      OnnxModelBuilder b = new OnnxModelBuilder(17).input("x", 1, 6, 11, 9);
      List<String> inputs =
          bias
              ? List.of("x", b.random("w", weights), b.random("b", weights[0]))
              : List.of("x", b.random("w", weights));
      b.output(b.node("Conv", inputs, attributes));
      FloatGraph graph = OnnxOracleCheck.check(b, folder);
      assertEquals(List.of("Conv"), OnnxOracleCheck.kinds(graph));
    }
  }

  @Test
  void weightsUsedTwiceAreHeldOnce() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 4, 5, 5);
    b.random("w", 4, 4, 3, 3);
    String first = b.node("Conv", List.of("x", "w"), ints("pads", 1, 1, 1, 1));
    b.output(b.node("Conv", List.of(first, "w")));
    FloatGraph graph = OnnxOracleCheck.check(b, folder);
    Op.Conv one = (Op.Conv) graph.nodes().get(0).op();
    Op.Conv two = (Op.Conv) graph.nodes().get(1).op();
    assertSame(one.weights(), two.weights());
  }

  @Test
  void batchNormKeepsItsStatistics() {
    OnnxModelBuilder b = new OnnxModelBuilder(9).input("x", 1, 3, 5, 4);
    String conv = b.node("Conv", List.of("x", b.random("w", 4, 3, 1, 1)));
    b.output(
        b.node(
            "BatchNormalization",
            List.of(
                conv,
                b.random("gamma", 4),
                b.random("beta", 4),
                b.random("mean", 4),
                b.positive("variance", 4)),
            OnnxModelBuilder.number("epsilon", 1e-3)));
    FloatGraph graph = OnnxOracleCheck.check(b, folder);
    Op.BatchNorm norm = (Op.BatchNorm) graph.nodes().get(1).op();
    assertEquals(1e-3, norm.epsilon(), 1e-9);
    assertEquals(true, norm.hasStatistics());
  }

  @Test
  void constantPaddingOfZerosBecomesTheConvolutions() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 3, 6, 6);
    b.random("w", 4, 3, 3, 3);
    String pad = b.node("Pad", List.of("x", b.longs("p", 0, 0, 0, 1, 0, 0, 1, 0)));
    b.output(b.node("Conv", List.of(pad, "w"), ints("strides", 2, 2)));
    assertEquals(List.of("Conv"), OnnxOracleCheck.kinds(OnnxOracleCheck.check(b, folder)));
  }

  @Test
  void otherPaddingStays() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 3, 6, 6);
    b.random("w", 4, 3, 3, 3);
    b.scalar("v", -1.5);
    String pad = b.node("Pad", List.of("x", b.longs("p", 0, 0, 0, 1, 0, 0, 1, 2), "v"));
    b.output(b.node("Conv", List.of(pad, "w")));
    assertEquals(List.of("Pad", "Conv"), OnnxOracleCheck.kinds(OnnxOracleCheck.check(b, folder)));
  }

  @Test
  void paddingAsAttributeAndByAxes() {
    OnnxModelBuilder old = new OnnxModelBuilder(7).input("x", 1, 3, 6, 6);
    old.output(old.node("Pad", List.of("x"), ints("pads", 0, 0, 1, 2, 0, 0, 3, 0)));
    OnnxOracleCheck.check(old, folder);
    OnnxModelBuilder named = new OnnxModelBuilder(18).input("x", 1, 3, 6, 6);
    named.output(
        named.node("Pad", List.of("x", named.longs("p", 1, 2), "", named.longs("axes", -1))));
    FloatGraph graph = OnnxOracleCheck.check(named, folder);
    assertEquals("6x9x3", graph.outputShape().toString());
  }
}

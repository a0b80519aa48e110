package dev.octet.model.onnx;

import static dev.octet.model.onnx.OnnxModelBuilder.integer;
import static dev.octet.model.onnx.OnnxModelBuilder.ints;
import static dev.octet.model.onnx.OnnxModelBuilder.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PoolImportTest {
  @TempDir Path folder;

  static Stream<Arguments> windows() {
    return Stream.of(
        window("AveragePool", ints("kernel_shape", 2, 3)),
        window("AveragePool", ints("kernel_shape", 3, 3), ints("pads", 1, 0, 1, 2)),
        window(
            "AveragePool",
            ints("kernel_shape", 3, 3),
            ints("pads", 1, 0, 1, 2),
            integer("count_include_pad", 1)),
        window(
            "AveragePool",
            ints("kernel_shape", 2, 2),
            ints("strides", 2, 2),
            integer("ceil_mode", 1)),
        window(
            "AveragePool",
            ints("kernel_shape", 2, 2),
            ints("strides", 2, 2),
            ints("pads", 0, 1, 1, 0),
            integer("ceil_mode", 1),
            integer("count_include_pad", 1)),
        window(
            "AveragePool",
            ints("kernel_shape", 3, 2),
            ints("strides", 2, 2),
            text("auto_pad", "SAME_UPPER")),
        window(
            "MaxPool", ints("kernel_shape", 3, 3), ints("strides", 2, 2), ints("pads", 1, 1, 1, 1)),
        window(
            "MaxPool", ints("kernel_shape", 2, 3), ints("strides", 2, 2), integer("ceil_mode", 1)),
        window("MaxPool", ints("kernel_shape", 2, 3), ints("dilations", 2, 1)),
        window("MaxPool", ints("kernel_shape", 3, 3), text("auto_pad", "SAME_LOWER")));
  }

  private static Arguments window(String op, AttributeProto... attributes) {
    return Arguments.of(op, attributes);
  }

  @ParameterizedTest
  @MethodSource("windows")
  void pooling(String op, AttributeProto[] attributes) {
    OnnxModelBuilder b = new OnnxModelBuilder(17).input("x", 1, 3, 7, 9);
    b.output(b.node(op, List.of("x"), attributes));
    assertEquals(List.of(op), OnnxOracleCheck.kinds(OnnxOracleCheck.check(b, folder)));
  }

  @Test
  void wholeMapsInEverySpelling() {
    List<List<AttributeProto>> spellings =
        List.of(
            List.of(ints("axes", 2, 3), integer("keepdims", 0)),
            List.of(ints("axes", -1, -2), integer("keepdims", 1)));
    for (List<AttributeProto> spelling : spellings) {
      OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 3, 7, 9);
      b.output(b.node("ReduceMean", List.of("x"), spelling.toArray(AttributeProto[]::new)));
      assertGlobal(b);
    }
    OnnxModelBuilder asInput = new OnnxModelBuilder(18).input("x", 1, 3, 7, 9);
    asInput.output(asInput.node("ReduceMean", List.of("x", asInput.longs("axes", 3, 2))));
    assertGlobal(asInput);
    OnnxModelBuilder window = new OnnxModelBuilder(13).input("x", 1, 3, 7, 9);
    window.output(window.node("AveragePool", List.of("x"), ints("kernel_shape", 7, 9)));
    assertGlobal(window);
    OnnxModelBuilder twice = new OnnxModelBuilder(13).input("x", 1, 3, 7, 9);
    AttributeProto drop = integer("keepdims", 0);
    String columns = twice.node("ReduceMean", List.of("x"), ints("axes", 3), drop);
    twice.output(twice.node("ReduceMean", List.of(columns), ints("axes", 2), drop));
    assertGlobal(twice);
    OnnxModelBuilder flat = new OnnxModelBuilder(13).input("x", 1, 3, 7, 9);
    String rows = flat.node("Reshape", List.of("x", flat.longs("s", 0, 3, -1)));
    flat.output(flat.node("ReduceMean", List.of(rows), ints("axes", -1), drop));
    assertGlobal(flat);
  }

  private void assertGlobal(OnnxModelBuilder b) {
    assertEquals(
        List.of("GlobalAveragePool"), OnnxOracleCheck.kinds(OnnxOracleCheck.check(b, folder)));
  }

  @Test
  void globalMaxPoolingIsAWindow() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 3, 7, 9);
    b.output(b.node("GlobalMaxPool", List.of("x")));
    assertEquals(List.of("MaxPool"), OnnxOracleCheck.kinds(OnnxOracleCheck.check(b, folder)));
  }

  @Test
  void meanOverOneAxis() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 3, 7, 9);
    b.output(b.node("ReduceMean", List.of("x"), ints("axes", 2)));
    assertEquals(List.of("AveragePool"), OnnxOracleCheck.kinds(OnnxOracleCheck.check(b, folder)));
  }
}

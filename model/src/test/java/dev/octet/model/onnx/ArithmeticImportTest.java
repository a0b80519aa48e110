package dev.octet.model.onnx;

import static dev.octet.model.onnx.OnnxModelBuilder.ints;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Op;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArithmeticImportTest {
  @TempDir Path folder;

  private static List<String> check(OnnxModelBuilder b, Path folder) {
    return OnnxOracleCheck.kinds(OnnxOracleCheck.check(b, folder));
  }

  @ParameterizedTest
  @CsvSource({
    "Add, true",
    "Add, false",
    "Sub, true",
    "Sub, false",
    "Mul, true",
    "Mul, false",
    "Div, true"
  })
  void constantPerChannel(String op, boolean constantSecond) {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 3, 4, 5);
    b.positive("c", 3, 1, 1);
    b.output(b.node(op, constantSecond ? List.of("x", "c") : List.of("c", "x")));
    FloatGraph graph = OnnxOracleCheck.check(b, folder);
    assertFalse(((Op.BatchNorm) graph.nodes().get(0).op()).hasStatistics());
  }

  @Test
  void scalarsAndNegation() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 3, 4, 5);
    String half = b.node("Mul", List.of("x", b.scalar("half", 0.5)));
    String rest = b.node("Sub", List.of(b.floats("one", new long[] {1, 1}, 1), half));
    b.output(b.node("Neg", List.of(rest)));
    assertEquals(List.of("BatchNorm"), check(b, folder));
  }

  @Test
  void batchNormInPieces() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 3, 4, 5);
    String conv = b.node("Conv", List.of("x", b.random("w", 4, 3, 1, 1)));
    b.positive("variance", 4, 1, 1);
    String deviation =
        b.node("Sqrt", List.of(b.node("Add", List.of("variance", b.scalar("eps", 1e-3)))));
    String centred = b.node("Sub", List.of(conv, b.random("mean", 4, 1, 1)));
    String scaled = b.node("Div", List.of(centred, deviation));
    b.output(b.node("Add", List.of(b.random("beta", 1, 4, 1, 1), scaled)));
    assertEquals(List.of("Conv", "BatchNorm"), check(b, folder));
  }

  @Test
  void neutralStepsVanish() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 3, 4, 5);
    String relu = b.node("Relu", List.of("x"));
    String one = b.node("Mul", List.of(relu, b.scalar("one", 1)));
    b.output(b.node("Identity", List.of(b.node("Add", List.of(one, b.scalar("zero", 0))))));
    assertEquals(List.of("Clip"), check(b, folder));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void sumOfAnyNumberOfOperands(int operands) {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 3, 4, 5);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < operands; i++) {
      names.add(b.node("Conv", List.of("x", b.random("w" + i, 3, 3, 1, 1))));
    }
    b.output(b.node("Sum", names));
    List<String> kinds = check(b, folder);
    assertEquals(2 * operands - 1, kinds.size(), kinds.toString());
  }

  @Test
  void sumWithConstantsAmongItsOperands() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 3, 4, 5);
    String relu = b.node("Relu", List.of("x"));
    b.random("c", 3, 1, 1);
    b.scalar("d", 0.25);
    b.output(b.node("Sum", List.of("c", relu, "x", "d")));
    assertEquals(List.of("Clip", "Add", "BatchNorm"), check(b, folder));
  }

  @Test
  void residualAndConcat() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 3, 4, 5);
    String a = b.node("Conv", List.of("x", b.random("w", 3, 3, 1, 1)));
    String sum = b.node("Add", List.of(a, "x"));
    b.output(b.node("Concat", List.of("x", sum, a), OnnxModelBuilder.integer("axis", -3)));
    assertEquals(List.of("Conv", "Add", "Concat"), check(b, folder));
  }

  @Test
  void squeezeAndExcite() {
    for (boolean gateFirst : new boolean[] {false, true}) {
      OnnxModelBuilder b = new OnnxModelBuilder(14).input("x", 1, 4, 6, 5);
      String pool = b.node("GlobalAveragePool", List.of("x"));
      String conv = b.node("Conv", List.of(pool, b.random("w", 4, 4, 1, 1)));
      String gate = b.node("HardSigmoid", List.of(conv));
      b.output(b.node("Mul", gateFirst ? List.of(gate, "x") : List.of("x", gate)));
      assertEquals(List.of("GlobalAveragePool", "Conv", "HardSigmoid", "Mul"), check(b, folder));
    }
  }

  @Test
  void squeezeAndExciteOnFeatureVectors() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 4, 6, 5);
    String pool = b.node("GlobalAveragePool", List.of("x"));
    String flat = b.node("Flatten", List.of(pool));
    String dense = b.node("Gemm", List.of(flat, b.random("w", 4, 4), b.random("b", 4)));
    String gate = b.node("HardSigmoid", List.of(dense));
    String shaped = b.node("Reshape", List.of(gate, b.longs("s", -1, 4, 1, 1)));
    b.output(b.node("Mul", List.of("x", shaped)));
    assertEquals(List.of("GlobalAveragePool", "Conv", "HardSigmoid", "Mul"), check(b, folder));
  }

  @Test
  void offsetAfterAMatrixProductIsItsBias() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 4, 6, 5);
    String pool = b.node("ReduceMean", List.of("x"), ints("axes", 2, 3));
    String flat = b.node("Squeeze", List.of(pool, b.longs("axes", 2, 3)));
    String product = b.node("MatMul", List.of(flat, b.random("w", 4, 6)));
    b.output(b.node("Add", List.of(b.random("b", 6), product)));
    assertEquals(List.of("GlobalAveragePool", "Conv"), check(b, folder));
  }
}

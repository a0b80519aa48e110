package dev.octet.model.execute;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.testing.MobileNets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole family at 224, layer by layer against ONNX Runtime. */
class MobileNetExecutionTest {
  static Stream<FloatGraph> networks() {
    return Stream.of(
        MobileNets.v1(224, 1, 1000, 1),
        MobileNets.v2(224, 1, 1000, 2),
        MobileNets.v3Large(224, 1000, 3),
        MobileNets.v3Small(224, 1000, 4),
        MobileNets.v1(96, 0.25, 2, 5));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void everyTensorIsThatOfOnnxRuntime(FloatGraph graph) {
    assertTrue(OracleComparison.check(graph, 99) < 1e-4);
  }
}

package dev.octet.model.execute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.model.execute.matrix.ScalarFloatArithmetic;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.testing.MobileNets;
import dev.octet.model.testing.OnnxOracle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds the executor against ONNX Runtime and against itself in other modes. */
final class OracleComparison {
  private static final double TOLERANCE = 1e-4;

  private OracleComparison() {}

  /**
   * Every tensor within 1e-4 of its largest element; all modes of execution give the same bits.
   *
   * @return the largest relative difference of any tensor
   */
  static double check(FloatGraph graph, long seed) {
    float[] input = MobileNets.input(graph, seed);
    FloatExecutor vector = new FloatExecutor(graph);
    FloatSession session = vector.newSession();
    double worst;
    float[] everything = new float[graph.outputShape().elements()];
    List<String> seen = new ArrayList<>();
    try (OnnxOracle oracle = new OnnxOracle(graph)) {
      Map<String, float[]> expected = oracle.run(input);
      double[] largest = {0};
      session.run(
          input,
          (tensor, shape, values) -> {
            seen.add(tensor);
            if (tensor.equals(graph.outputName())) {
              System.arraycopy(values, 0, everything, 0, everything.length);
            }
            if (!tensor.equals(graph.inputName())) {
              double difference = relativeDifference(expected.get(tensor), values);
              assertTrue(
                  difference <= TOLERANCE,
                  () -> graph.name() + " " + tensor + " " + shape + ": " + difference);
              largest[0] = Math.max(largest[0], difference);
            }
          });
      worst = largest[0];
    }
    assertEquals(List.copyOf(graph.shapes().keySet()), seen, "tensors in order");
    float[] visited = new float[graph.outputShape().elements()];
    session.run(
        input,
        Set.of(graph.outputName()),
        (tensor, shape, values) -> System.arraycopy(values, 0, visited, 0, visited.length));
    float[] plain = session.run(input);
    assertArrayEquals(bits(plain), bits(visited), "fused and visited");
    assertArrayEquals(bits(plain), bits(everything), "fused and every tensor visited");
    assertArrayEquals(bits(plain), bits(vector.run(input, 3)), "one thread and three");
    FloatExecutor scalar = new FloatExecutor(graph, new ScalarFloatArithmetic());
    assertArrayEquals(bits(plain), bits(scalar.newSession().run(input)), "vector and scalar");
    return worst;
  }

  private static double relativeDifference(float[] expected, float[] actual) {
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs((double) expected[i] - actual[i]));
    }
    return largest == 0 ? difference : difference / largest;
  }

  /** Bit patterns, so that equality is exact and signed zeros count. */
  static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }
}

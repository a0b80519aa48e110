package dev.octet.model.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UnaryFunctionTest {
  /** Values of SciPy's erf. */
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.1, 0.1124629160182849",
    "1, 0.8427007929497149",
    "2.9, 0.9999589021219005",
    "3.1, 0.9999883513426328",
    "-1.5, -0.9661051464753108",
    "-7, -1"
  })
  void errorFunction(double x, double value) {
    assertEquals(value, UnaryFunction.erf(x), 1e-13);
  }

  @ParameterizedTest
  @EnumSource(UnaryFunction.class)
  void staysBetweenItsBounds(UnaryFunction function) {
    for (double x = -40; x <= 40; x += 1 / 64.0) {
      double value = function.apply(x, 1);
      assertTrue(
          value >= function.low(1) - 1e-6 && value <= function.high() + 1e-6,
          () -> function + " leaves its bounds");
    }
  }

  @Test
  void parametersMoveBounds() {
    assertEquals(-0.5, UnaryFunction.ELU.low(0.5));
    assertEquals(UnaryFunction.SILU.apply(-0.75, 1.702), UnaryFunction.SILU.low(1.702), 0.001);
  }
}

package dev.octet.runtime.schedule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TensorSpecTest {
  /** Steps of 1/4, zero at 3 in the first channel and at -2.5 in the second. */
  private static TensorSpec tensor(ElementType type) {
    return new TensorSpec("t", type, 1, 2, 2, new double[] {0.25}, new double[] {3, -2.5}, 0);
  }

  @Test
  void halvesAreRoundedUpwards() {
    TensorSpec tensor = tensor(ElementType.INT8);
    assertEquals(4, tensor.element(0.125, 0));
    assertEquals(5, tensor.element(0.375, 0));
    assertEquals(3, tensor.element(-0.125, 0));
    assertEquals(2, tensor.element(-0.375, 0));
    assertEquals(-2, tensor.element(0, 1));
    assertEquals(-1, tensor.element(0.25, 1));
  }

  @Test
  void whatIsOutsideOfTheRangeSaturates() {
    TensorSpec narrow = tensor(ElementType.INT8);
    assertEquals(127, narrow.element(1e9, 0));
    assertEquals(-128, narrow.element(Double.NEGATIVE_INFINITY, 1));
    TensorSpec wide = tensor(ElementType.INT16);
    assertEquals(32767, wide.element(Double.POSITIVE_INFINITY, 0));
    assertEquals(-32768, wide.element(-1e9, 1));
    assertEquals(4003, wide.element(1000, 0));
  }

  @Test
  void everyElementComesBackFromItsRealValue() {
    TensorSpec tensor = tensor(ElementType.INT8);
    for (int element = -128; element <= 127; element++) {
      for (int c = 0; c < 2; c++) {
        assertEquals(element, tensor.element(tensor.real(element, c), c));
      }
    }
    assertEquals(0.25 * (7 + 2.5), tensor.real(7, 1));
  }

  @Test
  void wholeTensorsAreWrittenFromTheOffsetOn() {
    byte[] elements = new byte[6];
    tensor(ElementType.INT8).elements(new float[] {0.125f, 0, 100, -100, 9}, elements, 1);
    assertArrayEquals(new byte[] {0, 4, -2, 127, -128, 0}, elements);
  }
}

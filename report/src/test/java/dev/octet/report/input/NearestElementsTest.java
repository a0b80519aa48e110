package dev.octet.report.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Reals become elements by equation 1, halves upwards, wherever a report rounds. */
class NearestElementsTest {
  private static final float[] TIES = {-2.5f, -1.5f, -0.5f, 0.5f, 1.5f, 2.5f, 200.5f, -200.5f};
  private static final int[] UPWARDS = {-2, -1, 0, 1, 2, 3, 201, -200};

  private static TensorSpec row(ElementType type, double scale, double zeroPoint) {
    return new TensorSpec(
        "t", type, 1, TIES.length, 1, new double[] {scale}, new double[] {zeroPoint}, 0);
  }

  @Test
  void aReadyTensorIsRoundedUpwardsAtTies() {
    byte[] elements = new InputElements(row(ElementType.INT8, 1, 0), null).ofTensor(TIES);
    int[] values = new int[elements.length];
    Arrays.setAll(values, i -> elements[i]);
    assertArrayEquals(new int[] {-2, -1, 0, 1, 2, 3, 127, -128}, values);
  }

  @Test
  void anInputOfAStepIsRoundedUpwardsAtTies() {
    for (ElementType type : ElementType.values()) {
      TensorSpec tensor = row(type, 0.5, 0);
      Memory memory = new Memory(TIES.length, TIES.length);
      float[] values = new float[TIES.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = TIES[i] / 2;
      }
      TensorElements.quantize(values, memory, tensor);
      for (int i = 0; i < values.length; i++) {
        int clamped = Math.min(Math.max(UPWARDS[i], type.min()), type.max());
        assertEquals(0.5 * clamped, TensorElements.real(memory, tensor, i), type + " at " + i);
      }
    }
  }
}

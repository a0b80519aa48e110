package dev.octet.report.input;

import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;

/** Reads and writes a session's tensors as real values. */
public final class TensorElements {
  private TensorElements() {}

  /** The real value of one element of a tensor. */
  public static double real(Memory memory, TensorSpec tensor, int index) {
    int at = tensor.arenaOffset() + index;
    int element = tensor.type() == ElementType.INT8 ? memory.int8[at] : memory.int16[at];
    return tensor.real(element, index % tensor.channels());
  }

  /** Writes a tensor's nearest elements (docs/arithmetic.md, equation 1). */
  public static void quantize(float[] values, Memory memory, TensorSpec tensor) {
    ElementType type = tensor.type();
    for (int i = 0; i < tensor.elements(); i++) {
      int element = tensor.element(values[i], i % tensor.channels());
      if (type == ElementType.INT8) {
        memory.int8[tensor.arenaOffset() + i] = (byte) element;
      } else {
        memory.int16[tensor.arenaOffset() + i] = (short) element;
      }
    }
  }
}

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
    int channel = index % tensor.channels();
    return tensor.scale(channel) * (element - tensor.zeroPoint(channel));
  }

  /** Writes a tensor, each value rounded to the nearest element and saturated. */
  public static void quantize(float[] values, Memory memory, TensorSpec tensor) {
    ElementType type = tensor.type();
    for (int i = 0; i < tensor.elements(); i++) {
      int channel = i % tensor.channels();
      double element = Math.rint(values[i] / tensor.scale(channel) + tensor.zeroPoint(channel));
      int clamped = (int) Math.min(Math.max(element, type.min()), type.max());
      if (type == ElementType.INT8) {
        memory.int8[tensor.arenaOffset() + i] = (byte) clamped;
      } else {
        memory.int16[tensor.arenaOffset() + i] = (short) clamped;
      }
    }
  }
}

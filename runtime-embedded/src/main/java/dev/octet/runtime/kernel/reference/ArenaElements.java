package dev.octet.runtime.kernel.reference;

import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.schedule.TensorSpec;

/** A tensor's elements in the arenas, whatever their type: how the reference kernels see memory. */
public final class ArenaElements {
  final int height;
  final int width;
  final int channels;
  private final boolean wide;
  private final int offset;

  ArenaElements(TensorSpec tensor) {
    this.height = tensor.height();
    this.width = tensor.width();
    this.channels = tensor.channels();
    this.wide = tensor.type().wide();
    this.offset = tensor.arenaOffset();
  }

  /** Index of an element in this tensor. */
  int index(int y, int x, int channel) {
    return (y * width + x) * channels + channel;
  }

  /** An element by its index in this tensor. */
  int get(Memory memory, int index) {
    return wide ? memory.int16[offset + index] : memory.int8[offset + index];
  }

  /** Writes an element; the value fits the type. */
  void set(Memory memory, int index, int value) {
    if (wide) {
      memory.int16[offset + index] = (short) value;
    } else {
      memory.int8[offset + index] = (byte) value;
    }
  }
}

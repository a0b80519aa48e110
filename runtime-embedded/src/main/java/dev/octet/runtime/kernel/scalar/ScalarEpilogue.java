package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Requantize;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.Epilogue;
import dev.octet.runtime.schedule.TensorSpec;

/** An epilogue over rows of int accumulators, along pixels or along channels. */
final class ScalarEpilogue {
  private final Epilogue epilogue;
  private final boolean wide;
  private final int outputOffset;
  private final int channels;
  private final boolean residualWide;
  private final int residualOffset;

  ScalarEpilogue(Epilogue epilogue, TensorSpec[] tensors, int output) {
    this.epilogue = epilogue;
    TensorSpec target = tensors[output];
    this.wide = target.type() == ElementType.INT16;
    this.outputOffset = target.arenaOffset();
    this.channels = target.channels();
    if (epilogue.residual != null) {
      TensorSpec r = tensors[epilogue.residual.tensor];
      this.residualWide = r.type() == ElementType.INT16;
      this.residualOffset = r.arenaOffset();
    } else {
      this.residualWide = false;
      this.residualOffset = 0;
    }
  }

  private boolean plain() {
    return !wide && epilogue.residual == null && epilogue.hardSwish == null;
  }

  /** Finishes {@code count} pixels of one channel. */
  void alongPixels(Memory memory, int[] acc, int pixel, int count, int channel) {
    int at = pixel * channels + channel;
    if (!plain()) {
      for (int i = 0; i < count; i++) {
        finish(memory, acc[i], at + i * channels, channel);
      }
      return;
    }
    byte[] out = memory.int8;
    long m = epilogue.rescale.multiplier[channel];
    int s = epilogue.rescale.shift[channel];
    long half = 1L << (s - 1);
    int offset = epilogue.offset[channel];
    int low = epilogue.low[channel] - offset;
    int high = epilogue.high[channel] - offset;
    int to = outputOffset + at;
    for (int i = 0; i < count; i++) {
      long q = (acc[i] * m + half) >> s;
      out[to] = (byte) ((int) Math.max(low, Math.min(high, q)) + offset);
      to += channels;
    }
  }

  /** Finishes {@code count} channels of one pixel. */
  void alongChannels(Memory memory, int[] acc, int pixel, int channel, int count) {
    int at = pixel * channels + channel;
    if (!plain()) {
      for (int i = 0; i < count; i++) {
        finish(memory, acc[i], at + i, channel + i);
      }
      return;
    }
    byte[] out = memory.int8;
    int[] multiplier = epilogue.rescale.multiplier;
    byte[] shift = epilogue.rescale.shift;
    for (int i = 0; i < count; i++) {
      int c = channel + i;
      int s = shift[c];
      long q = (((long) acc[i] * multiplier[c] + (1L << (s - 1))) >> s) + epilogue.offset[c];
      out[outputOffset + at + i] = (byte) Math.max(epilogue.low[c], Math.min(epilogue.high[c], q));
    }
  }

  /** Finishes one element at its index in the output. */
  void finish(Memory memory, long acc, int index, int channel) {
    int r = 0;
    if (epilogue.residual != null) {
      r = residualWide ? memory.int16[residualOffset + index] : memory.int8[residualOffset + index];
    }
    int q = Requantize.apply(epilogue, channel, acc, r);
    if (wide) {
      memory.int16[outputOffset + index] = (short) q;
    } else {
      memory.int8[outputOffset + index] = (byte) q;
    }
  }
}

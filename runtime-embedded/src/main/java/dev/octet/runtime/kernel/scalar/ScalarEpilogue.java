package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Requantize;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.Epilogue;
import dev.octet.runtime.schedule.HardSwish;
import dev.octet.runtime.schedule.Residual;
import dev.octet.runtime.schedule.TensorSpec;

/**
 * An epilogue over rows of int accumulators, along pixels or along channels. The usual kinds (int8
 * output, and int8 residual if any) have loops of their own.
 */
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

  /**
   * Finishes {@code count} pixels of one channel.
   *
   * @param from index of the first accumulator
   * @param step from one pixel's accumulator to the next one's
   */
  void alongPixels(
      Memory memory, int[] acc, int from, int step, int pixel, int count, int channel) {
    int at = pixel * channels + channel;
    if (wide || residualWide) {
      for (int i = 0; i < count; i++) {
        finish(memory, acc[from + i * step], at + i * channels, channel);
      }
    } else if (epilogue.hardSwish != null) {
      swishAlongPixels(memory.int8, acc, from, step, outputOffset + at, count, channel);
    } else {
      linearAlongPixels(memory.int8, acc, from, step, at, count, channel);
    }
  }

  private void linearAlongPixels(
      byte[] arena, int[] acc, int first, int step, int at, int count, int channel) {
    long m = epilogue.rescale.multiplier[channel];
    int s = epilogue.rescale.shift[channel];
    int offset = epilogue.offset[channel];
    int low = epilogue.low[channel] - offset;
    int high = epilogue.high[channel] - offset;
    long half = 1L << (s - 1);
    int to = outputOffset + at;
    Residual residual = epilogue.residual;
    if (residual == null) {
      for (int i = 0; i < count; i++) {
        long q = (acc[first + i * step] * m + half) >> s;
        arena[to] = (byte) ((int) Math.max(low, Math.min(high, q)) + offset);
        to += channels;
      }
      return;
    }
    int from = residualOffset + at;
    long times = residual.multiplier[channel];
    half -= residual.zeroPoint[channel] * times;
    for (int i = 0; i < count; i++) {
      long q = (acc[first + i * step] * m + half + arena[from] * times) >> s;
      arena[to] = (byte) ((int) Math.max(low, Math.min(high, q)) + offset);
      to += channels;
      from += channels;
    }
  }

  private void swishAlongPixels(
      byte[] out, int[] acc, int from, int step, int first, int count, int channel) {
    HardSwish swish = epilogue.hardSwish;
    int three = 3 << swish.fractionBits;
    long m = epilogue.rescale.multiplier[channel];
    int s = epilogue.rescale.shift[channel];
    long half = 1L << (s - 1);
    long m2 = swish.output.multiplier[channel];
    int s2 = swish.output.shift[channel];
    long half2 = 1L << (s2 - 1);
    int offset = epilogue.offset[channel];
    int low = epilogue.low[channel] - offset;
    int high = epilogue.high[channel] - offset;
    int to = first;
    for (int i = 0; i < count; i++) {
      int p = clamp16((acc[from + i * step] * m + half) >> s);
      int u = Math.max(0, Math.min(2 * three, p + three));
      long q = ((long) p * u * m2 + half2) >> s2;
      out[to] = (byte) ((int) Math.max(low, Math.min(high, q)) + offset);
      to += channels;
    }
  }

  private static int clamp16(long value) {
    return (int) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
  }

  /**
   * Finishes {@code count} channels of one pixel.
   *
   * @param from index of the first accumulator
   */
  void alongChannels(Memory memory, int[] acc, int from, int pixel, int channel, int count) {
    int at = pixel * channels + channel;
    if (wide || residualWide) {
      for (int i = 0; i < count; i++) {
        finish(memory, acc[from + i], at + i, channel + i);
      }
    } else if (epilogue.hardSwish != null) {
      swishAlongChannels(memory.int8, acc, from, outputOffset + at, channel, count);
    } else {
      linearAlongChannels(memory.int8, acc, from, at, channel, count);
    }
  }

  private void linearAlongChannels(
      byte[] arena, int[] acc, int from, int at, int channel, int count) {
    int[] multiplier = epilogue.rescale.multiplier;
    byte[] shift = epilogue.rescale.shift;
    int[] offset = epilogue.offset;
    int[] low = epilogue.low;
    int[] high = epilogue.high;
    Residual residual = epilogue.residual;
    for (int i = 0; i < count; i++) {
      int c = channel + i;
      int s = shift[c];
      long sum = (long) acc[from + i] * multiplier[c] + (1L << (s - 1));
      if (residual != null) {
        sum +=
            ((long) arena[residualOffset + at + i] - residual.zeroPoint[c])
                * residual.multiplier[c];
      }
      long q = (sum >> s) + offset[c];
      arena[outputOffset + at + i] = (byte) Math.max(low[c], Math.min(high[c], q));
    }
  }

  private void swishAlongChannels(byte[] out, int[] acc, int from, int to, int channel, int count) {
    HardSwish swish = epilogue.hardSwish;
    int three = 3 << swish.fractionBits;
    int[] multiplier = epilogue.rescale.multiplier;
    byte[] shift = epilogue.rescale.shift;
    int[] multiplier2 = swish.output.multiplier;
    byte[] shift2 = swish.output.shift;
    int[] offset = epilogue.offset;
    int[] low = epilogue.low;
    int[] high = epilogue.high;
    for (int i = 0; i < count; i++) {
      int c = channel + i;
      int s = shift[c];
      int p = clamp16(((long) acc[from + i] * multiplier[c] + (1L << (s - 1))) >> s);
      int u = Math.max(0, Math.min(2 * three, p + three));
      int s2 = shift2[c];
      long q = (((long) p * u * multiplier2[c] + (1L << (s2 - 1))) >> s2) + offset[c];
      out[to + i] = (byte) Math.max(low[c], Math.min(high[c], q));
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

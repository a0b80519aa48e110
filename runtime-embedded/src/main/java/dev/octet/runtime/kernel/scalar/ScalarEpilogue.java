package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Requantize;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.epilogue.Epilogue;
import dev.octet.runtime.schedule.epilogue.HardSwish;
import dev.octet.runtime.schedule.epilogue.Rescale;
import dev.octet.runtime.schedule.epilogue.Residual;

/**
 * An epilogue over rows of int accumulators, along pixels or along channels. The usual kinds have
 * loops of their own: no residual, or only int8 elements, the same bounds in all channels, and
 * results that fit an int before they are clamped, because a 64-bit comparison costs several
 * instructions on 32-bit machines.
 */
public final class ScalarEpilogue {
  /** Accumulators have 32 bits, multipliers 22: results of a larger shift have at most 31. */
  static final int NARROW_SHIFT = 23;

  /** A pre-activation times its gate has 31 bits. */
  private static final int NARROW_SWISH_SHIFT = 22;

  /** What a residual of 9 bits may be multiplied by, as a power of two. */
  private static final int RESIDUAL_FACTOR_BITS = 19;

  private final Epilogue epilogue;
  private final boolean wide;
  private final int outputOffset;
  private final int channels;
  private final boolean residualWide;
  private final int residualOffset;
  private final boolean usual;
  private final int low;
  private final int high;

  /**
   * Prepares an epilogue.
   *
   * @param epilogue the epilogue
   * @param tensors all tensors
   * @param output index of the output tensor
   */
  public ScalarEpilogue(Epilogue epilogue, TensorSpec[] tensors, int output) {
    this.epilogue = epilogue;
    TensorSpec target = tensors[output];
    this.wide = target.type().wide();
    this.outputOffset = target.arenaOffset();
    this.channels = target.channels();
    if (epilogue.residual != null) {
      TensorSpec r = tensors[epilogue.residual.tensor];
      this.residualWide = r.type().wide();
      this.residualOffset = r.arenaOffset();
    } else {
      this.residualWide = false;
      this.residualOffset = 0;
    }
    this.low = epilogue.low[0];
    this.high = epilogue.high[0];
    this.usual = (epilogue.residual == null || !wide && !residualWide) && usual();
  }

  private boolean usual() {
    Rescale r = epilogue.rescale;
    HardSwish swish = epilogue.hardSwish;
    Residual residual = epilogue.residual;
    for (int c = 0; c < channels; c++) {
      int s = r.shift[c];
      if (s < NARROW_SHIFT
          || epilogue.low[c] != low
          || epilogue.high[c] != high
          || (swish != null && swish.output.shift[c] < NARROW_SWISH_SHIFT)
          || (residual != null
              && (Math.abs(residual.zeroPoint[c]) > 256
                  || residual.multiplier[c] >> s >> RESIDUAL_FACTOR_BITS != 0))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Finishes {@code count} pixels of one channel.
   *
   * @param from index of the first accumulator
   */
  void alongPixels(Memory memory, int[] acc, int from, int pixel, int count, int channel) {
    int at = pixel * channels + channel;
    if (!usual) {
      for (int i = 0; i < count; i++) {
        finish(memory, acc[from + i], at + i * channels, channel);
      }
    } else if (epilogue.hardSwish != null) {
      swishAlongPixels(memory, acc, from, outputOffset + at, count, channel);
    } else if (epilogue.residual != null) {
      residualAlongPixels(memory.int8, acc, from, at, count, channel);
    } else {
      linearAlongPixels(memory, acc, from, outputOffset + at, count, channel);
    }
  }

  private void linearAlongPixels(
      Memory memory, int[] acc, int from, int first, int count, int channel) {
    long m = epilogue.rescale.multiplier[channel];
    int s = epilogue.rescale.shift[channel];
    long half = 1L << (s - 1);
    int offset = epilogue.offset[channel];
    int to = first;
    for (int i = from; i < from + count; i++) {
      int q = (int) ((acc[i] * m + half) >> s) + offset;
      put(memory, to, q);
      to += channels;
    }
  }

  private void residualAlongPixels(
      byte[] arena, int[] acc, int from, int first, int count, int channel) {
    Residual residual = epilogue.residual;
    long m = epilogue.rescale.multiplier[channel];
    int s = epilogue.rescale.shift[channel];
    long times = residual.multiplier[channel];
    long half = (1L << (s - 1)) - residual.zeroPoint[channel] * times;
    int offset = epilogue.offset[channel];
    int at = first;
    for (int i = from; i < from + count; i++) {
      long sum = acc[i] * m + half + arena[residualOffset + at] * times;
      int q = (int) (sum >> s) + offset;
      arena[outputOffset + at] = (byte) Math.max(low, Math.min(high, q));
      at += channels;
    }
  }

  private void swishAlongPixels(
      Memory memory, int[] acc, int from, int first, int count, int channel) {
    HardSwish swish = epilogue.hardSwish;
    int three = 3 << swish.fractionBits;
    long m = epilogue.rescale.multiplier[channel];
    int s = epilogue.rescale.shift[channel];
    long half = 1L << (s - 1);
    long m2 = swish.output.multiplier[channel];
    int s2 = swish.output.shift[channel];
    long half2 = 1L << (s2 - 1);
    int offset = epilogue.offset[channel];
    int to = first;
    for (int i = from; i < from + count; i++) {
      int p = clamp16((int) ((acc[i] * m + half) >> s));
      int u = Math.max(0, Math.min(2 * three, p + three));
      int product = p * u;
      int q = (int) ((product * m2 + half2) >> s2) + offset;
      put(memory, to, q);
      to += channels;
    }
  }

  private void put(Memory memory, int to, int q) {
    int clamped = Math.max(low, Math.min(high, q));
    if (wide) {
      memory.int16[to] = (short) clamped;
    } else {
      memory.int8[to] = (byte) clamped;
    }
  }

  private static int clamp16(int value) {
    return Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
  }

  /**
   * Finishes {@code count} channels of one pixel.
   *
   * @param memory the arenas
   * @param acc accumulators
   * @param from index of the first accumulator
   * @param pixel the pixel
   * @param channel first channel
   * @param count how many channels
   */
  public void alongChannels(Memory memory, int[] acc, int from, int pixel, int channel, int count) {
    int at = pixel * channels + channel;
    if (!usual) {
      for (int i = 0; i < count; i++) {
        finish(memory, acc[from + i], at + i, channel + i);
      }
    } else if (epilogue.hardSwish != null) {
      swishAlongChannels(memory, acc, from, outputOffset + at, channel, count);
    } else {
      linearAlongChannels(memory, acc, from, at, channel, count);
    }
  }

  private void linearAlongChannels(
      Memory memory, int[] acc, int from, int at, int channel, int count) {
    byte[] arena = memory.int8;
    int[] multiplier = epilogue.rescale.multiplier;
    byte[] shift = epilogue.rescale.shift;
    int[] offset = epilogue.offset;
    Residual residual = epilogue.residual;
    for (int i = 0; i < count; i++) {
      int c = channel + i;
      long sum = (long) acc[from + i] * multiplier[c];
      if (residual != null) {
        sum +=
            ((long) arena[residualOffset + at + i] - residual.zeroPoint[c])
                * residual.multiplier[c];
      }
      int q = round(sum, shift[c]) + offset[c];
      put(memory, outputOffset + at + i, q);
    }
  }

  /** {@code floor(x / 2^s + 1/2)} without the constant of that shift. */
  private static int round(long x, int s) {
    return (int) (((x >> (s - 1)) + 1) >> 1);
  }

  private void swishAlongChannels(
      Memory memory, int[] acc, int from, int to, int channel, int count) {
    HardSwish swish = epilogue.hardSwish;
    int three = 3 << swish.fractionBits;
    int[] multiplier = epilogue.rescale.multiplier;
    byte[] shift = epilogue.rescale.shift;
    int[] multiplier2 = swish.output.multiplier;
    byte[] shift2 = swish.output.shift;
    int[] offset = epilogue.offset;
    for (int i = 0; i < count; i++) {
      int c = channel + i;
      int p = clamp16(round((long) acc[from + i] * multiplier[c], shift[c]));
      int u = Math.max(0, Math.min(2 * three, p + three));
      int product = p * u;
      int q = round((long) product * multiplier2[c], shift2[c]) + offset[c];
      put(memory, to + i, q);
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

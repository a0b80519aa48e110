package dev.octet.runtime.vector;

import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Requantize;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.Epilogue;
import dev.octet.runtime.schedule.TensorSpec;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/**
 * An epilogue over tiles of float accumulators (exact integers), [pixel][channel], in three forms.
 *
 * <p>Linear: one fused multiply-add computes {@code acc * scale + (MAGIC + offset)}. The scale
 * {@code m * 2^-s} is a float because m has 22 bits, the fused product is not rounded, and the sum
 * is rounded once, to an integer because floats between 2^23 and 2^24 are integers: it is {@code
 * round(acc * m / 2^s) + offset}, exactly. Only the direction at ties differs (to even instead of
 * up). Where a channel's integers allow ties at all ({@link Exactness#tiePossible}) the distance to
 * the rounded value is looked at, and a vector with a lane at one half is done again in long
 * arithmetic. Values beyond 2^22 are not rounded to integers, but rounding is monotonic and they
 * end at the clamp, which is done before the integer is taken from the low bits.
 *
 * <p>Residual and hard-swish round more than once: see {@link #margin}.
 */
final class VectorEpilogue {
  /** 1.5 * 2^23: the low bits of {@code MAGIC + n} are the two's complement of n, |n| < 2^22. */
  private static final float MAGIC = 12582912f;

  /** Pixels that are rounded together. */
  private static final int CHUNK = 32;

  private final Epilogue epilogue;
  private final boolean wide;
  private final int outputOffset;
  private final int channels;
  private final float[] scale;
  private final float[] base;
  private final float[] low;
  private final float[] high;
  private final boolean checked;
  private final boolean direct;
  private final float[] residualScale;
  private final float[] residualZero;
  private final boolean residualWide;
  private final int residualOffset;
  private final float[] swishScale;

  /**
   * How far from one half a value must be so that its float form rounds like the exact value. The
   * residual form rounds {@code acc * scale}, the residual's scale and the sum: at most 2^-24 each
   * of magnitudes up to (largest output + largest residual term), together below 2^-22 of that. The
   * hard-swish form rounds p * u, its product with the scale and nothing else: below 2^-23 of the
   * output's magnitude. Outputs outside of the clamp's range by one or more need no care.
   */
  private final float margin;

  /** Whether no float form is safe enough, and every element is done in long arithmetic. */
  private final boolean scalarOnly;

  /**
   * Prepares an epilogue.
   *
   * @param epilogue the epilogue
   * @param tensors all tensors
   * @param output index of the output tensor
   * @param bound the largest magnitude of an accumulator, below 2^24
   */
  VectorEpilogue(Epilogue epilogue, TensorSpec[] tensors, int output, long bound) {
    this.epilogue = epilogue;
    TensorSpec target = tensors[output];
    this.wide = target.type() == ElementType.INT16;
    this.outputOffset = target.arenaOffset();
    this.channels = target.channels();
    int padded = Lanes.roundUp(channels) + Lanes.COUNT;
    this.scale = new float[padded];
    this.base = new float[padded];
    this.low = new float[padded];
    this.high = new float[padded];
    boolean ties = false;
    double reach = 0;
    for (int c = 0; c < channels; c++) {
      int m = epilogue.rescale.multiplier[c];
      int s = epilogue.rescale.shift[c];
      double exact = Math.scalb((double) m, -s);
      scale[c] = (float) exact;
      base[c] = MAGIC + epilogue.offset[c];
      low[c] = MAGIC + epilogue.low[c];
      high[c] = MAGIC + epilogue.high[c];
      int span =
          Math.max(
              Math.abs(epilogue.low[c] - epilogue.offset[c]),
              Math.abs(epilogue.high[c] - epilogue.offset[c]));
      reach = Math.max(reach, span + 1.0);
      double largest = epilogue.hardSwish != null ? 32769.0 : span + 1.0;
      ties |= Exactness.tiePossible(m, s, Math.min(bound, largest / exact + 1));
    }
    this.checked = ties;
    double slack = 0;
    if (epilogue.residual != null) {
      TensorSpec r = tensors[epilogue.residual.tensor];
      this.residualWide = r.type() == ElementType.INT16;
      this.residualOffset = r.arenaOffset();
      this.residualScale = new float[padded];
      this.residualZero = new float[padded];
      double largest = 0;
      for (int c = 0; c < channels; c++) {
        double exact =
            Math.scalb((double) epilogue.residual.multiplier[c], -epilogue.rescale.shift[c]);
        residualScale[c] = (float) exact;
        residualZero[c] = (float) (-exact * epilogue.residual.zeroPoint[c]);
        double span =
            Math.max(
                Math.abs((double) r.type().min() - epilogue.residual.zeroPoint[c]),
                Math.abs((double) r.type().max() - epilogue.residual.zeroPoint[c]));
        largest = Math.max(largest, span * exact);
      }
      slack = Math.scalb(reach + 2 * largest, -22);
    } else {
      this.residualWide = false;
      this.residualOffset = 0;
      this.residualScale = null;
      this.residualZero = null;
    }
    if (epilogue.hardSwish != null) {
      this.swishScale = new float[padded];
      for (int c = 0; c < channels; c++) {
        swishScale[c] =
            (float)
                Math.scalb(
                    (double) epilogue.hardSwish.output.multiplier[c],
                    -epilogue.hardSwish.output.shift[c]);
      }
      slack = Math.scalb(reach, -22);
    } else {
      this.swishScale = null;
    }
    this.scalarOnly = slack > 1.0 / 64;
    this.margin = (float) (0.5 - slack);
    this.direct = !wide && !checked && residualScale == null && swishScale == null;
  }

  /** Floats of scratch that {@link #apply} needs. */
  static int scratch() {
    return (CHUNK + 1) * Lanes.COUNT;
  }

  /**
   * Finishes a tile.
   *
   * @param memory the arenas
   * @param acc accumulators, [pixels][pitch], readable up to whole vectors in each row
   * @param from index of the first accumulator
   * @param pitch accumulators between two pixels
   * @param pixels pixels of the tile
   * @param pixel first pixel in the output map
   * @param channel first channel
   * @param count channels of the tile
   * @param spare index of {@link #scratch} floats in {@code acc} that are overwritten
   */
  void apply(
      Memory memory,
      float[] acc,
      int from,
      int pitch,
      int pixels,
      int pixel,
      int channel,
      int count,
      int spare) {
    for (int c = 0; c < count; c += Lanes.COUNT) {
      int lanes = Math.min(Lanes.COUNT, count - c);
      int target = outputOffset + pixel * channels + channel + c;
      if (direct && lanes == Lanes.COUNT) {
        linear(memory.int8, acc, from + c, pitch, pixels, channel + c, target);
        continue;
      }
      for (int p = 0; p < pixels; p += CHUNK) {
        int some = Math.min(CHUNK, pixels - p);
        int at = from + c + p * pitch;
        round(memory, acc, at, pitch, some, pixel + p, channel + c, spare);
        if (wide) {
          narrow(acc, spare, some, lanes, memory.int16, target + p * channels);
        } else {
          narrow(acc, spare, some, lanes, memory.int8, target + p * channels);
        }
      }
    }
  }

  /** Writes {@code MAGIC + q} to {@code spare}, [pixels][lanes]; accumulators and output stay. */
  private void round(
      Memory memory,
      float[] acc,
      int from,
      int pitch,
      int pixels,
      int pixel,
      int channel,
      int spare) {
    long unsafe = roundMost(memory, acc, from, pitch, pixels, pixel, channel, spare);
    for (; unsafe != 0; unsafe &= unsafe - 1) {
      int lane = Long.numberOfTrailingZeros(unsafe);
      if (channel + lane < channels) {
        exact(memory, acc, from + lane, pitch, pixels, pixel, channel + lane, spare + lane);
      }
    }
  }

  /** The same, but tells in which lanes some pixel needs long arithmetic. */
  private long roundMost(
      Memory memory,
      float[] acc,
      int from,
      int pitch,
      int pixels,
      int pixel,
      int channel,
      int spare) {
    if (scalarOnly) {
      return -1L >>> (Long.SIZE - Lanes.COUNT);
    }
    if (swishScale != null) {
      return swish(acc, from, pitch, pixels, channel, spare);
    }
    if (residualScale == null) {
      return linear(acc, from, pitch, pixels, channel, spare);
    }
    int at = residualOffset + pixel * channels + channel;
    return residualWide
        ? residual(memory.int16, at, acc, from, pitch, pixels, channel, spare)
        : residual(memory.int8, at, acc, from, pitch, pixels, channel, spare);
  }

  /** Linear without ties: straight to bytes. */
  private void linear(
      byte[] out, float[] acc, int from, int pitch, int pixels, int channel, int target) {
    FloatVector s = FloatVector.fromArray(Lanes.FLOAT, scale, channel);
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, base, channel);
    FloatVector lo = FloatVector.fromArray(Lanes.FLOAT, low, channel);
    FloatVector hi = FloatVector.fromArray(Lanes.FLOAT, high, channel);
    for (int p = 0; p < pixels; p++) {
      FloatVector q =
          FloatVector.fromArray(Lanes.FLOAT, acc, from + p * pitch).fma(s, b).max(lo).min(hi);
      ((ByteVector) q.reinterpretAsInts().convertShape(VectorOperators.I2B, Lanes.BYTE, 0))
          .intoArray(out, target + p * channels);
    }
  }

  private long linear(float[] acc, int from, int pitch, int pixels, int channel, int spare) {
    FloatVector s = FloatVector.fromArray(Lanes.FLOAT, scale, channel);
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, base, channel);
    FloatVector lo = FloatVector.fromArray(Lanes.FLOAT, low, channel);
    FloatVector hi = FloatVector.fromArray(Lanes.FLOAT, high, channel);
    FloatVector farthest = FloatVector.zero(Lanes.FLOAT);
    for (int p = 0; p < pixels; p++) {
      FloatVector a = FloatVector.fromArray(Lanes.FLOAT, acc, from + p * pitch);
      FloatVector q = a.fma(s, b);
      farthest = farthest.max(a.fma(s, b.sub(q)).abs());
      q.max(lo).min(hi).intoArray(acc, spare + p * Lanes.COUNT);
    }
    FloatVector excess = farthest.sub(0.5f);
    excess.intoArray(acc, spare + CHUNK * Lanes.COUNT);
    return checked && excess.compare(VectorOperators.GE, 0f).anyTrue()
        ? unsafe(acc, spare + CHUNK * Lanes.COUNT)
        : 0;
  }

  private long residual(
      byte[] added,
      int index,
      float[] acc,
      int from,
      int pitch,
      int pixels,
      int channel,
      int spare) {
    FloatVector s = FloatVector.fromArray(Lanes.FLOAT, scale, channel);
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, base, channel);
    FloatVector lo = FloatVector.fromArray(Lanes.FLOAT, low, channel);
    FloatVector hi = FloatVector.fromArray(Lanes.FLOAT, high, channel);
    FloatVector rs = FloatVector.fromArray(Lanes.FLOAT, residualScale, channel);
    FloatVector rz = FloatVector.fromArray(Lanes.FLOAT, residualZero, channel);
    FloatVector farthest = FloatVector.zero(Lanes.FLOAT);
    for (int p = 0; p < pixels; p++) {
      FloatVector r =
          (FloatVector)
              ByteVector.fromArray(Lanes.BYTE, added, index + p * channels)
                  .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0);
      FloatVector a = FloatVector.fromArray(Lanes.FLOAT, acc, from + p * pitch);
      FloatVector value = r.fma(rs, a.fma(s, rz));
      FloatVector q = value.add(b);
      farthest = farthest.max(value.sub(q.sub(b)).abs());
      q.max(lo).min(hi).intoArray(acc, spare + p * Lanes.COUNT);
    }
    FloatVector excess = farthest.sub(margin);
    excess.intoArray(acc, spare + CHUNK * Lanes.COUNT);
    return excess.compare(VectorOperators.GE, 0f).anyTrue()
        ? unsafe(acc, spare + CHUNK * Lanes.COUNT)
        : 0;
  }

  private long residual(
      short[] added,
      int index,
      float[] acc,
      int from,
      int pitch,
      int pixels,
      int channel,
      int spare) {
    FloatVector s = FloatVector.fromArray(Lanes.FLOAT, scale, channel);
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, base, channel);
    FloatVector lo = FloatVector.fromArray(Lanes.FLOAT, low, channel);
    FloatVector hi = FloatVector.fromArray(Lanes.FLOAT, high, channel);
    FloatVector rs = FloatVector.fromArray(Lanes.FLOAT, residualScale, channel);
    FloatVector rz = FloatVector.fromArray(Lanes.FLOAT, residualZero, channel);
    FloatVector farthest = FloatVector.zero(Lanes.FLOAT);
    for (int p = 0; p < pixels; p++) {
      FloatVector r =
          (FloatVector)
              ShortVector.fromArray(Lanes.SHORT, added, index + p * channels)
                  .convertShape(VectorOperators.S2F, Lanes.FLOAT, 0);
      FloatVector a = FloatVector.fromArray(Lanes.FLOAT, acc, from + p * pitch);
      FloatVector value = r.fma(rs, a.fma(s, rz));
      FloatVector q = value.add(b);
      farthest = farthest.max(value.sub(q.sub(b)).abs());
      q.max(lo).min(hi).intoArray(acc, spare + p * Lanes.COUNT);
    }
    FloatVector excess = farthest.sub(margin);
    excess.intoArray(acc, spare + CHUNK * Lanes.COUNT);
    return excess.compare(VectorOperators.GE, 0f).anyTrue()
        ? unsafe(acc, spare + CHUNK * Lanes.COUNT)
        : 0;
  }

  /** The lanes that are not negative. A mask would be boxed for this on JDK 17. */
  private static long unsafe(float[] excess, int from) {
    long lanes = 0;
    for (int i = 0; i < Lanes.COUNT; i++) {
      lanes |= excess[from + i] >= 0 ? 1L << i : 0;
    }
    return lanes;
  }

  private long swish(float[] acc, int from, int pitch, int pixels, int channel, int spare) {
    FloatVector s = FloatVector.fromArray(Lanes.FLOAT, scale, channel);
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, base, channel);
    FloatVector lo = FloatVector.fromArray(Lanes.FLOAT, low, channel);
    FloatVector hi = FloatVector.fromArray(Lanes.FLOAT, high, channel);
    FloatVector os = FloatVector.fromArray(Lanes.FLOAT, swishScale, channel);
    FloatVector magic = FloatVector.broadcast(Lanes.FLOAT, MAGIC);
    FloatVector zero = FloatVector.zero(Lanes.FLOAT);
    FloatVector min = FloatVector.broadcast(Lanes.FLOAT, Short.MIN_VALUE);
    FloatVector max = FloatVector.broadcast(Lanes.FLOAT, Short.MAX_VALUE);
    float one = 1 << epilogue.hardSwish.fractionBits;
    FloatVector three = FloatVector.broadcast(Lanes.FLOAT, 3 * one);
    FloatVector six = FloatVector.broadcast(Lanes.FLOAT, 6 * one);
    FloatVector first = zero;
    FloatVector second = zero;
    for (int p = 0; p < pixels; p++) {
      FloatVector a = FloatVector.fromArray(Lanes.FLOAT, acc, from + p * pitch);
      FloatVector rounded = a.fma(s, magic).sub(magic);
      first = first.max(a.fma(s, zero.sub(rounded)).abs());
      FloatVector pre = rounded.max(min).min(max);
      FloatVector value = pre.mul(pre.add(three).max(zero).min(six)).mul(os);
      FloatVector q = value.add(b);
      second = second.max(value.sub(q.sub(b)).abs());
      q.max(lo).min(hi).intoArray(acc, spare + p * Lanes.COUNT);
    }
    FloatVector excess = second.sub(margin).max(first.sub(checked ? 0.5f : 2f));
    excess.intoArray(acc, spare + CHUNK * Lanes.COUNT);
    return excess.compare(VectorOperators.GE, 0f).anyTrue()
        ? unsafe(acc, spare + CHUNK * Lanes.COUNT)
        : 0;
  }

  private void narrow(float[] q, int from, int pixels, int lanes, byte[] out, int target) {
    if (lanes == Lanes.COUNT) {
      for (int p = 0; p < pixels; p++) {
        FloatVector v = FloatVector.fromArray(Lanes.FLOAT, q, from + p * Lanes.COUNT);
        ((ByteVector) v.reinterpretAsInts().convertShape(VectorOperators.I2B, Lanes.BYTE, 0))
            .intoArray(out, target + p * channels);
      }
      return;
    }
    int done = 0;
    if (Lanes.COUNT == 16 && lanes >= 8) {
      for (int p = 0; p < pixels; p++) {
        FloatVector v = FloatVector.fromArray(FloatVector.SPECIES_256, q, from + p * Lanes.COUNT);
        ((ByteVector)
                v.reinterpretAsInts().convertShape(VectorOperators.I2B, ByteVector.SPECIES_64, 0))
            .intoArray(out, target + p * channels);
      }
      done = 8;
    }
    for (int p = 0; p < pixels; p++) {
      for (int i = done; i < lanes; i++) {
        out[target + p * channels + i] = (byte) (int) (q[from + p * Lanes.COUNT + i] - MAGIC);
      }
    }
  }

  private void narrow(float[] q, int from, int pixels, int lanes, short[] out, int target) {
    if (lanes == Lanes.COUNT) {
      for (int p = 0; p < pixels; p++) {
        FloatVector v = FloatVector.fromArray(Lanes.FLOAT, q, from + p * Lanes.COUNT);
        ((ShortVector) v.reinterpretAsInts().convertShape(VectorOperators.I2S, Lanes.SHORT, 0))
            .intoArray(out, target + p * channels);
      }
      return;
    }
    int done = 0;
    if (Lanes.COUNT == 16 && lanes >= 8) {
      for (int p = 0; p < pixels; p++) {
        FloatVector v = FloatVector.fromArray(FloatVector.SPECIES_256, q, from + p * Lanes.COUNT);
        ((ShortVector)
                v.reinterpretAsInts().convertShape(VectorOperators.I2S, ShortVector.SPECIES_128, 0))
            .intoArray(out, target + p * channels);
      }
      done = 8;
    }
    for (int p = 0; p < pixels; p++) {
      for (int i = done; i < lanes; i++) {
        out[target + p * channels + i] = (short) (int) (q[from + p * Lanes.COUNT + i] - MAGIC);
      }
    }
  }

  /** Finishes one element of a 1 x 1 map in long arithmetic. */
  void applyOne(Memory memory, long acc, int channel) {
    int index = channel;
    int r = 0;
    if (residualScale != null) {
      r = residualWide ? memory.int16[residualOffset + index] : memory.int8[residualOffset + index];
    }
    int q = Requantize.apply(epilogue, channel, acc, r);
    if (wide) {
      memory.int16[outputOffset + index] = (short) q;
    } else {
      memory.int8[outputOffset + index] = (byte) q;
    }
  }

  /** Writes one channel's {@code MAGIC + q} in long arithmetic. */
  private void exact(
      Memory memory,
      float[] acc,
      int from,
      int pitch,
      int pixels,
      int pixel,
      int channel,
      int spare) {
    for (int p = 0; p < pixels; p++) {
      int r = 0;
      if (residualScale != null) {
        int index = residualOffset + (pixel + p) * channels + channel;
        r = residualWide ? memory.int16[index] : memory.int8[index];
      }
      acc[spare + p * Lanes.COUNT] =
          MAGIC + Requantize.apply(epilogue, channel, (long) acc[from + p * pitch], r);
    }
  }
}

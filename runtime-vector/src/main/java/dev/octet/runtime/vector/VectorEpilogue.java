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
    int padded = Lanes.roundUp(channels);
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
        residualZero[c] = epilogue.residual.zeroPoint[c];
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
   */
  void apply(
      Memory memory,
      float[] acc,
      int from,
      int pitch,
      int pixels,
      int pixel,
      int channel,
      int count) {
    for (int c = 0; c < count; c += Lanes.COUNT) {
      int lanes = Math.min(Lanes.COUNT, count - c);
      int target = outputOffset + pixel * channels + channel + c;
      if (direct && lanes == Lanes.COUNT) {
        linear(memory.int8, acc, from + c, pitch, pixels, channel + c, target);
        continue;
      }
      round(memory, acc, from + c, pitch, pixels, pixel, channel + c);
      if (lanes == Lanes.COUNT) {
        if (wide) {
          narrow(acc, from + c, pitch, pixels, memory.int16, target);
        } else {
          narrow(acc, from + c, pitch, pixels, memory.int8, target);
        }
      } else {
        narrowSome(memory, acc, from + c, pitch, pixels, lanes, target);
      }
    }
  }

  /** Replaces accumulators by {@code MAGIC + q}. */
  private void round(
      Memory memory, float[] acc, int from, int pitch, int pixels, int pixel, int channel) {
    if (scalarOnly) {
      exact(memory, acc, from, pitch, pixels, pixel, channel);
    } else if (swishScale != null) {
      swish(memory, acc, from, pitch, pixels, pixel, channel);
    } else if (residualScale == null) {
      checkedLinear(memory, acc, from, pitch, pixels, pixel, channel);
    } else if (residualWide) {
      wideResidual(memory, acc, from, pitch, pixels, pixel, channel);
    } else {
      residual(memory, acc, from, pitch, pixels, pixel, channel);
    }
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

  private void narrow(float[] q, int from, int pitch, int pixels, byte[] out, int target) {
    for (int p = 0; p < pixels; p++) {
      FloatVector v = FloatVector.fromArray(Lanes.FLOAT, q, from + p * pitch);
      ((ByteVector) v.reinterpretAsInts().convertShape(VectorOperators.I2B, Lanes.BYTE, 0))
          .intoArray(out, target + p * channels);
    }
  }

  private void narrow(float[] q, int from, int pitch, int pixels, short[] out, int target) {
    for (int p = 0; p < pixels; p++) {
      FloatVector v = FloatVector.fromArray(Lanes.FLOAT, q, from + p * pitch);
      ((ShortVector) v.reinterpretAsInts().convertShape(VectorOperators.I2S, Lanes.SHORT, 0))
          .intoArray(out, target + p * channels);
    }
  }

  private void narrowSome(
      Memory memory, float[] q, int from, int pitch, int pixels, int lanes, int target) {
    int done = 0;
    if (Lanes.COUNT == 16 && lanes >= 8 && !wide) {
      for (int p = 0; p < pixels; p++) {
        FloatVector v = FloatVector.fromArray(FloatVector.SPECIES_256, q, from + p * pitch);
        ((ByteVector)
                v.reinterpretAsInts().convertShape(VectorOperators.I2B, ByteVector.SPECIES_64, 0))
            .intoArray(memory.int8, target + p * channels);
      }
      done = 8;
    }
    for (int p = 0; p < pixels; p++) {
      for (int i = done; i < lanes; i++) {
        int value = (int) (q[from + p * pitch + i] - MAGIC);
        if (wide) {
          memory.int16[target + p * channels + i] = (short) value;
        } else {
          memory.int8[target + p * channels + i] = (byte) value;
        }
      }
    }
  }

  private void checkedLinear(
      Memory memory, float[] acc, int from, int pitch, int pixels, int pixel, int channel) {
    FloatVector s = FloatVector.fromArray(Lanes.FLOAT, scale, channel);
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, base, channel);
    FloatVector lo = FloatVector.fromArray(Lanes.FLOAT, low, channel);
    FloatVector hi = FloatVector.fromArray(Lanes.FLOAT, high, channel);
    for (int p = 0; p < pixels; p++) {
      FloatVector a = FloatVector.fromArray(Lanes.FLOAT, acc, from + p * pitch);
      FloatVector q = a.fma(s, b);
      FloatVector distance = a.fma(s, b.sub(q)).abs();
      if (distance.compare(VectorOperators.GE, 0.5f).anyTrue()) {
        exact(memory, acc, from + p * pitch, pitch, 1, pixel + p, channel);
      } else {
        q.max(lo).min(hi).intoArray(acc, from + p * pitch);
      }
    }
  }

  private void residual(
      Memory memory, float[] acc, int from, int pitch, int pixels, int pixel, int channel) {
    FloatVector s = FloatVector.fromArray(Lanes.FLOAT, scale, channel);
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, base, channel);
    FloatVector lo = FloatVector.fromArray(Lanes.FLOAT, low, channel);
    FloatVector hi = FloatVector.fromArray(Lanes.FLOAT, high, channel);
    FloatVector rs = FloatVector.fromArray(Lanes.FLOAT, residualScale, channel);
    FloatVector rz = FloatVector.fromArray(Lanes.FLOAT, residualZero, channel);
    for (int p = 0; p < pixels; p++) {
      int at = from + p * pitch;
      FloatVector r = Lanes.load(memory.int8, residualOffset + (pixel + p) * channels + channel);
      FloatVector value = r.sub(rz).fma(rs, FloatVector.fromArray(Lanes.FLOAT, acc, at).mul(s));
      FloatVector q = value.add(b);
      FloatVector distance = value.sub(q.sub(b)).abs();
      if (distance.compare(VectorOperators.GE, margin).anyTrue()) {
        exact(memory, acc, at, pitch, 1, pixel + p, channel);
      } else {
        q.max(lo).min(hi).intoArray(acc, at);
      }
    }
  }

  // The same again: a vector chosen by a condition inside the loop would not stay in a register.
  private void wideResidual(
      Memory memory, float[] acc, int from, int pitch, int pixels, int pixel, int channel) {
    FloatVector s = FloatVector.fromArray(Lanes.FLOAT, scale, channel);
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, base, channel);
    FloatVector lo = FloatVector.fromArray(Lanes.FLOAT, low, channel);
    FloatVector hi = FloatVector.fromArray(Lanes.FLOAT, high, channel);
    FloatVector rs = FloatVector.fromArray(Lanes.FLOAT, residualScale, channel);
    FloatVector rz = FloatVector.fromArray(Lanes.FLOAT, residualZero, channel);
    for (int p = 0; p < pixels; p++) {
      int at = from + p * pitch;
      FloatVector r = load(memory.int16, residualOffset + (pixel + p) * channels + channel);
      FloatVector value = r.sub(rz).fma(rs, FloatVector.fromArray(Lanes.FLOAT, acc, at).mul(s));
      FloatVector q = value.add(b);
      FloatVector distance = value.sub(q.sub(b)).abs();
      if (distance.compare(VectorOperators.GE, margin).anyTrue()) {
        exact(memory, acc, at, pitch, 1, pixel + p, channel);
      } else {
        q.max(lo).min(hi).intoArray(acc, at);
      }
    }
  }

  private void swish(
      Memory memory, float[] acc, int from, int pitch, int pixels, int pixel, int channel) {
    FloatVector s = FloatVector.fromArray(Lanes.FLOAT, scale, channel);
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, base, channel);
    FloatVector lo = FloatVector.fromArray(Lanes.FLOAT, low, channel);
    FloatVector hi = FloatVector.fromArray(Lanes.FLOAT, high, channel);
    FloatVector os = FloatVector.fromArray(Lanes.FLOAT, swishScale, channel);
    FloatVector magic = FloatVector.broadcast(Lanes.FLOAT, MAGIC);
    float one = 1 << epilogue.hardSwish.fractionBits;
    for (int p = 0; p < pixels; p++) {
      FloatVector a = FloatVector.fromArray(Lanes.FLOAT, acc, from + p * pitch);
      FloatVector rounded = a.fma(s, magic).sub(magic);
      FloatVector pre = rounded.max(-32768f).min(32767f);
      FloatVector u = pre.add(3 * one).max(0f).min(6 * one);
      FloatVector value = pre.mul(u).mul(os);
      FloatVector q = value.add(b);
      FloatVector distance = value.sub(q.sub(b)).abs();
      FloatVector first = a.fma(s, rounded.neg()).abs();
      if (distance.compare(VectorOperators.GE, margin).anyTrue()
          || (checked && first.compare(VectorOperators.GE, 0.5f).anyTrue())) {
        exact(memory, acc, from + p * pitch, pitch, 1, pixel + p, channel);
      } else {
        q.max(lo).min(hi).intoArray(acc, from + p * pitch);
      }
    }
  }

  private static FloatVector load(short[] source, int index) {
    return (FloatVector)
        ShortVector.fromArray(Lanes.SHORT, source, index)
            .convertShape(VectorOperators.S2F, Lanes.FLOAT, 0);
  }

  /** Replaces accumulators by {@code MAGIC + q} in long arithmetic. */
  private void exact(
      Memory memory, float[] acc, int from, int pitch, int pixels, int pixel, int channel) {
    int count = Math.min(Lanes.COUNT, channels - channel);
    for (int p = 0; p < pixels; p++) {
      for (int i = 0; i < count; i++) {
        int r = 0;
        if (residualScale != null) {
          int index = residualOffset + (pixel + p) * channels + channel + i;
          r = residualWide ? memory.int16[index] : memory.int8[index];
        }
        int at = from + p * pitch + i;
        acc[at] = MAGIC + Requantize.apply(epilogue, channel + i, (long) acc[at], r);
      }
    }
  }
}

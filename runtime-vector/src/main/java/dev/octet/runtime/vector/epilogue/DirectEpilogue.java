package dev.octet.runtime.vector.epilogue;

import dev.octet.runtime.vector.lanes.Lanes;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Epilogues to int8 whose float form is proved at load, straight from accumulators to bytes. Clamps
 * compare the bits as ints, which orders floats as long as one of the two is positive; a float
 * maximum would cost six instructions for the sake of NaN and -0.
 */
final class DirectEpilogue {
  private final EpilogueLanes lanes;
  private final int channels;
  private final float three;
  private final int six;

  /** For a map of this many channels; the fraction bits of a hard-swish. */
  DirectEpilogue(EpilogueLanes lanes, int channels, int fractionBits) {
    this.lanes = lanes;
    this.channels = channels;
    this.three = 3 << fractionBits;
    this.six = Float.floatToRawIntBits(6 << fractionBits);
  }

  /**
   * Linear, the first channels of a vector of each pixel. Three loops: pixels one after the other
   * need no bounds check each. In one method, which is too large to be inlined: they are too much
   * beside what else callers inline ({@link Lanes}).
   */
  void linear(
      byte[] out,
      float[] acc,
      int from,
      int pitch,
      int pixels,
      int channel,
      int target,
      int count) {
    FloatVector s = FloatVector.fromArray(Lanes.FLOAT, lanes.scale, channel);
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, lanes.base, channel);
    IntVector lo = IntVector.fromArray(Lanes.INT, lanes.low, channel);
    IntVector hi = IntVector.fromArray(Lanes.INT, lanes.high, channel);
    if (count == Lanes.COUNT && pitch == Lanes.COUNT) {
      for (int p = 0; p < pixels; p++) {
        IntVector q =
            lo.max(
                    FloatVector.fromArray(Lanes.FLOAT, acc, from + p * Lanes.COUNT)
                        .fma(s, b)
                        .reinterpretAsInts())
                .min(hi);
        if (Lanes.FOUR) {
          Lanes.store(q, out, target + p * channels);
        } else {
          ((ByteVector) Lanes.BYTES.cast(q.convertShape(VectorOperators.I2B, Lanes.BYTE, 0)))
              .intoArray(out, target + p * channels);
        }
      }
      return;
    }
    if (count == Lanes.COUNT) {
      for (int p = 0; p < pixels; p++) {
        IntVector q =
            lo.max(
                    FloatVector.fromArray(Lanes.FLOAT, acc, from + p * pitch)
                        .fma(s, b)
                        .reinterpretAsInts())
                .min(hi);
        if (Lanes.FOUR) {
          Lanes.store(q, out, target + p * channels);
        } else {
          ((ByteVector) Lanes.BYTES.cast(q.convertShape(VectorOperators.I2B, Lanes.BYTE, 0)))
              .intoArray(out, target + p * channels);
        }
      }
      return;
    }
    for (int p = 0; p < pixels; p++) {
      IntVector q =
          lo.max(
                  FloatVector.fromArray(Lanes.FLOAT, acc, from + p * pitch)
                      .fma(s, b)
                      .reinterpretAsInts())
              .min(hi);
      if (Lanes.COUNT < 16) {
        q.reinterpretAsFloats().intoArray(acc, from + p * pitch);
        Lanes.narrow(acc, from + p * pitch, out, target + p * channels, count);
        continue;
      }
      LongVector bytes =
          ((ByteVector) Lanes.BYTES.cast(q.convertShape(VectorOperators.I2B, Lanes.BYTE, 0)))
              .reinterpretAsLongs();
      Lanes.store(out, target + p * channels, bytes.lane(0), bytes.lane(1), count);
    }
  }

  /** Linear, to shorts, as {@link #linear}. */
  void linear(
      short[] out,
      float[] acc,
      int from,
      int pitch,
      int pixels,
      int channel,
      int target,
      int count) {
    FloatVector s = FloatVector.fromArray(Lanes.FLOAT, lanes.scale, channel);
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, lanes.base, channel);
    IntVector lo = IntVector.fromArray(Lanes.INT, lanes.low, channel);
    IntVector hi = IntVector.fromArray(Lanes.INT, lanes.high, channel);
    if (count == Lanes.COUNT) {
      for (int p = 0; p < pixels; p++) {
        FloatVector a = FloatVector.fromArray(Lanes.FLOAT, acc, from + p * pitch);
        IntVector q = lo.max(a.fma(s, b).reinterpretAsInts()).min(hi);
        ((ShortVector) Lanes.SHORTS.cast(q.convertShape(VectorOperators.I2S, Lanes.SHORT, 0)))
            .intoArray(out, target + p * channels);
      }
      return;
    }
    for (int p = 0; p < pixels; p++) {
      FloatVector a = FloatVector.fromArray(Lanes.FLOAT, acc, from + p * pitch);
      lo.max(a.fma(s, b).reinterpretAsInts())
          .min(hi)
          .reinterpretAsFloats()
          .intoArray(acc, from + p * pitch);
      for (int i = 0; i < count; i++) {
        int bits = Float.floatToRawIntBits(acc[from + p * pitch + i]);
        out[target + p * channels + i] = (short) (bits - EpilogueLanes.MAGIC_BITS);
      }
    }
  }

  /**
   * Linear, of {@code (in - zero) * gate}, a whole vector of each pixel; the map of inputs has as
   * many channels as that of outputs.
   */
  void gate(
      byte[] in,
      int from,
      float[] zero,
      float[] gate,
      int pixels,
      int channel,
      byte[] out,
      int target) {
    FloatVector z = FloatVector.fromArray(Lanes.FLOAT, zero, channel);
    FloatVector g = FloatVector.fromArray(Lanes.FLOAT, gate, channel);
    FloatVector s = FloatVector.fromArray(Lanes.FLOAT, lanes.scale, channel);
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, lanes.base, channel);
    IntVector lo = IntVector.fromArray(Lanes.INT, lanes.low, channel);
    IntVector hi = IntVector.fromArray(Lanes.INT, lanes.high, channel);
    for (int p = 0; p < pixels; p++) {
      FloatVector x =
          Lanes.FOUR
              ? Lanes.floats(in, from + p * channels)
              : (FloatVector)
                  Lanes.FLOATS.cast(
                      ByteVector.fromArray(Lanes.BYTE, in, from + p * channels)
                          .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      IntVector q = lo.max(x.sub(z).mul(g).fma(s, b).reinterpretAsInts()).min(hi);
      if (Lanes.FOUR) {
        Lanes.store(q, out, target + p * channels);
      } else {
        ((ByteVector) Lanes.BYTES.cast(q.convertShape(VectorOperators.I2B, Lanes.BYTE, 0)))
            .intoArray(out, target + p * channels);
      }
    }
  }

  /** Hard-swish, a whole vector of each pixel. Two at a time: too large to be inlined. */
  void swish(byte[] out, float[] acc, int from, int pitch, int pixels, int channel, int target) {
    FloatVector s = FloatVector.fromArray(Lanes.FLOAT, lanes.scale, channel);
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, lanes.base, channel);
    IntVector lo = IntVector.fromArray(Lanes.INT, lanes.low, channel);
    IntVector hi = IntVector.fromArray(Lanes.INT, lanes.high, channel);
    FloatVector os = FloatVector.fromArray(Lanes.FLOAT, lanes.swishScale, channel);
    FloatVector magic = FloatVector.broadcast(Lanes.FLOAT, EpilogueLanes.MAGIC);
    FloatVector add = FloatVector.broadcast(Lanes.FLOAT, three);
    IntVector most = IntVector.broadcast(Lanes.INT, EpilogueLanes.MAGIC_BITS + Short.MAX_VALUE);
    IntVector top = IntVector.broadcast(Lanes.INT, six);
    IntVector zero = IntVector.zero(Lanes.INT);
    int last = pixels - 1;
    for (int p = 0; p < pixels; p += 2) {
      int next = Math.min(p + 1, last);
      FloatVector pre0 =
          most.min(
                  FloatVector.fromArray(Lanes.FLOAT, acc, from + p * pitch)
                      .fma(s, magic)
                      .reinterpretAsInts())
              .reinterpretAsFloats()
              .sub(magic);
      FloatVector pre1 =
          most.min(
                  FloatVector.fromArray(Lanes.FLOAT, acc, from + next * pitch)
                      .fma(s, magic)
                      .reinterpretAsInts())
              .reinterpretAsFloats()
              .sub(magic);
      FloatVector u0 = zero.max(pre0.add(add).reinterpretAsInts()).min(top).reinterpretAsFloats();
      FloatVector u1 = zero.max(pre1.add(add).reinterpretAsInts()).min(top).reinterpretAsFloats();
      IntVector q0 = lo.max(u0.mul(pre0).fma(os, b).reinterpretAsInts()).min(hi);
      IntVector q1 = lo.max(u1.mul(pre1).fma(os, b).reinterpretAsInts()).min(hi);
      if (Lanes.FOUR) {
        Lanes.store(q0, out, target + p * channels);
      } else {
        ((ByteVector) Lanes.BYTES.cast(q0.convertShape(VectorOperators.I2B, Lanes.BYTE, 0)))
            .intoArray(out, target + p * channels);
      }
      if (Lanes.FOUR) {
        Lanes.store(q1, out, target + next * channels);
      } else {
        ((ByteVector) Lanes.BYTES.cast(q1.convertShape(VectorOperators.I2B, Lanes.BYTE, 0)))
            .intoArray(out, target + next * channels);
      }
    }
  }

  /**
   * Hard-swish, a whole vector of each pixel, one after the other. Where the first rounding can
   * meet a tie, which a fused multiply-add rounds to even, a loop before does it: what is left of
   * the product beyond its rounded value is a float, and {@link EpilogueLanes#nudge} more is beyond
   * one half at a tie and nowhere else, so that rounding once again rounds up. All in one loop
   * would be a chain too long for the processor to overlap; both in one method are too large to be
   * inlined, as the second was in one process of four, which then boxed.
   *
   * @param ties whether it can; sums are then overwritten
   */
  void swishNear(
      byte[] out, float[] acc, int from, int pixels, int channel, int target, boolean ties) {
    float[] scale = lanes.scale;
    FloatVector magic = FloatVector.broadcast(Lanes.FLOAT, EpilogueLanes.MAGIC);
    if (ties) {
      FloatVector s = FloatVector.fromArray(Lanes.FLOAT, scale, channel);
      FloatVector nudge = FloatVector.fromArray(Lanes.FLOAT, lanes.nudge, channel);
      FloatVector nudged = FloatVector.fromArray(Lanes.FLOAT, lanes.nudged, channel);
      for (int p = 0; p < pixels; p++) {
        FloatVector a = FloatVector.fromArray(Lanes.FLOAT, acc, from + p * Lanes.COUNT);
        FloatVector first = a.fma(s, magic);
        FloatVector rest = a.fma(s, magic.sub(first));
        rest.add(nudge).fma(nudged, first).sub(magic).intoArray(acc, from + p * Lanes.COUNT);
      }
      scale = lanes.one;
    }
    FloatVector s = FloatVector.fromArray(Lanes.FLOAT, scale, channel);
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, lanes.base, channel);
    IntVector lo = IntVector.fromArray(Lanes.INT, lanes.low, channel);
    IntVector hi = IntVector.fromArray(Lanes.INT, lanes.high, channel);
    FloatVector os = FloatVector.fromArray(Lanes.FLOAT, lanes.swishScale, channel);
    FloatVector add = FloatVector.broadcast(Lanes.FLOAT, three);
    IntVector most = IntVector.broadcast(Lanes.INT, EpilogueLanes.MAGIC_BITS + Short.MAX_VALUE);
    IntVector top = IntVector.broadcast(Lanes.INT, six);
    IntVector zero = IntVector.zero(Lanes.INT);
    for (int p = 0; p < pixels; p++) {
      FloatVector pre =
          most.min(
                  FloatVector.fromArray(Lanes.FLOAT, acc, from + p * Lanes.COUNT)
                      .fma(s, magic)
                      .reinterpretAsInts())
              .reinterpretAsFloats()
              .sub(magic);
      FloatVector u = zero.max(pre.add(add).reinterpretAsInts()).min(top).reinterpretAsFloats();
      IntVector q = lo.max(u.mul(pre).fma(os, b).reinterpretAsInts()).min(hi);
      if (Lanes.FOUR) {
        Lanes.store(q, out, target + p * channels);
      } else {
        ((ByteVector) Lanes.BYTES.cast(q.convertShape(VectorOperators.I2B, Lanes.BYTE, 0)))
            .intoArray(out, target + p * channels);
      }
    }
  }
}

package dev.octet.runtime.vector.epilogue;

import dev.octet.runtime.vector.lanes.Lanes;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Epilogues whose float form can differ from the exact one near a tie. They write {@code MAGIC + q}
 * to scratch, [pixels][lanes], and after that how far a value of each lane was from its rounded
 * form at most. The long loops take two pixels at a time, which also keeps C2 from inlining them
 * all into one method too large for its node limit ({@link Lanes}).
 */
final class StagedEpilogue {
  private final EpilogueLanes lanes;
  private final int channels;
  private final float three;
  private final int six;

  /** For a map of this many channels; the fraction bits of a hard-swish. */
  StagedEpilogue(EpilogueLanes lanes, int channels, int fractionBits) {
    this.lanes = lanes;
    this.channels = channels;
    this.three = 3 << fractionBits;
    this.six = Float.floatToRawIntBits(6 << fractionBits);
  }

  /**
   * Linear: {@code acc * scale + base}. With a base of {@code MAGIC} it measures a hard-swish's
   * first rounding, with a product and the second scale it is its second one.
   */
  void linear(
      float[] scale,
      float[] base,
      float[] acc,
      int from,
      int pitch,
      int pixels,
      int channel,
      int to,
      int distance) {
    FloatVector s = FloatVector.fromArray(Lanes.FLOAT, scale, channel);
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, base, channel);
    IntVector lo = IntVector.fromArray(Lanes.INT, lanes.low, channel);
    IntVector hi = IntVector.fromArray(Lanes.INT, lanes.high, channel);
    IntVector zero = IntVector.zero(Lanes.INT);
    IntVector far = zero;
    int last = pixels - 1;
    for (int p = 0; p < pixels; p += 2) {
      int next = Math.min(p + 1, last);
      int from0 = from + p * pitch;
      int from1 = from + next * pitch;
      int to0 = to + p * Lanes.COUNT;
      int to1 = to + next * Lanes.COUNT;
      FloatVector a0 = FloatVector.fromArray(Lanes.FLOAT, acc, from0);
      FloatVector a1 = FloatVector.fromArray(Lanes.FLOAT, acc, from1);
      FloatVector q0 = a0.fma(s, b);
      FloatVector q1 = a1.fma(s, b);
      IntVector d0 = a0.fma(s, b.sub(q0)).abs().reinterpretAsInts();
      IntVector d1 = a1.fma(s, b.sub(q1)).abs().reinterpretAsInts();
      IntVector d = zero.max(d0).max(d1);
      far = d.max(far);
      IntVector c0 = lo.max(q0.reinterpretAsInts()).min(hi);
      IntVector c1 = lo.max(q1.reinterpretAsInts()).min(hi);
      c0.reinterpretAsFloats().intoArray(acc, to0);
      c1.reinterpretAsFloats().intoArray(acc, to1);
    }
    zero.max(far).reinterpretAsFloats().intoArray(acc, distance);
  }

  /** Linear with a residual, which has been widened to where the result goes. */
  void residual(float[] acc, int from, int pitch, int pixels, int channel, int to, int distance) {
    FloatVector s = FloatVector.fromArray(Lanes.FLOAT, lanes.scale, channel);
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, lanes.base, channel);
    IntVector lo = IntVector.fromArray(Lanes.INT, lanes.low, channel);
    IntVector hi = IntVector.fromArray(Lanes.INT, lanes.high, channel);
    FloatVector rs = FloatVector.fromArray(Lanes.FLOAT, lanes.residualScale, channel);
    FloatVector rz = FloatVector.fromArray(Lanes.FLOAT, lanes.residualZero, channel);
    IntVector zero = IntVector.zero(Lanes.INT);
    IntVector far = zero;
    int last = pixels - 1;
    for (int p = 0; p < pixels; p += 2) {
      int next = Math.min(p + 1, last);
      FloatVector r0 = FloatVector.fromArray(Lanes.FLOAT, acc, to + p * Lanes.COUNT);
      FloatVector r1 = FloatVector.fromArray(Lanes.FLOAT, acc, to + next * Lanes.COUNT);
      FloatVector a0 = FloatVector.fromArray(Lanes.FLOAT, acc, from + p * pitch);
      FloatVector a1 = FloatVector.fromArray(Lanes.FLOAT, acc, from + next * pitch);
      FloatVector v0 = r0.fma(rs, a0.fma(s, rz));
      FloatVector v1 = r1.fma(rs, a1.fma(s, rz));
      FloatVector q0 = v0.add(b);
      FloatVector q1 = v1.add(b);
      IntVector d0 = v0.sub(q0.sub(b)).abs().reinterpretAsInts();
      IntVector d1 = v1.sub(q1.sub(b)).abs().reinterpretAsInts();
      far = zero.max(d0).max(d1).max(far);
      lo.max(q0.reinterpretAsInts())
          .min(hi)
          .reinterpretAsFloats()
          .intoArray(acc, to + p * Lanes.COUNT);
      lo.max(q1.reinterpretAsInts())
          .min(hi)
          .reinterpretAsFloats()
          .intoArray(acc, to + next * Lanes.COUNT);
    }
    zero.max(far).reinterpretAsFloats().intoArray(acc, distance);
  }

  /**
   * The same with an int8 residual that is still in the arena, of pixels that follow each other.
   */
  void residualNear(
      byte[] added,
      int index,
      float[] acc,
      int from,
      int pixels,
      int channel,
      int to,
      int distance) {
    FloatVector s = FloatVector.fromArray(Lanes.FLOAT, lanes.scale, channel);
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, lanes.base, channel);
    IntVector lo = IntVector.fromArray(Lanes.INT, lanes.low, channel);
    IntVector hi = IntVector.fromArray(Lanes.INT, lanes.high, channel);
    FloatVector rs = FloatVector.fromArray(Lanes.FLOAT, lanes.residualScale, channel);
    FloatVector rz = FloatVector.fromArray(Lanes.FLOAT, lanes.residualZero, channel);
    IntVector zero = IntVector.zero(Lanes.INT);
    IntVector far = zero;
    int last = pixels - 1;
    for (int p = 0; p < pixels; p += 2) {
      int next = Math.min(p + 1, last);
      FloatVector r0 =
          Lanes.FOUR
              ? Lanes.floats(added, index + p * channels)
              : (FloatVector)
                  Lanes.FLOATS.cast(
                      ByteVector.fromArray(Lanes.BYTE, added, index + p * channels)
                          .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      FloatVector r1 =
          Lanes.FOUR
              ? Lanes.floats(added, index + next * channels)
              : (FloatVector)
                  Lanes.FLOATS.cast(
                      ByteVector.fromArray(Lanes.BYTE, added, index + next * channels)
                          .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      FloatVector a0 = FloatVector.fromArray(Lanes.FLOAT, acc, from + p * Lanes.COUNT);
      FloatVector a1 = FloatVector.fromArray(Lanes.FLOAT, acc, from + next * Lanes.COUNT);
      FloatVector v0 = r0.fma(rs, a0.fma(s, rz));
      FloatVector v1 = r1.fma(rs, a1.fma(s, rz));
      FloatVector q0 = v0.add(b);
      FloatVector q1 = v1.add(b);
      IntVector d0 = v0.sub(q0.sub(b)).abs().reinterpretAsInts();
      IntVector d1 = v1.sub(q1.sub(b)).abs().reinterpretAsInts();
      far = zero.max(d0).max(d1).max(far);
      lo.max(q0.reinterpretAsInts())
          .min(hi)
          .reinterpretAsFloats()
          .intoArray(acc, to + p * Lanes.COUNT);
      lo.max(q1.reinterpretAsInts())
          .min(hi)
          .reinterpretAsFloats()
          .intoArray(acc, to + next * Lanes.COUNT);
    }
    zero.max(far).reinterpretAsFloats().intoArray(acc, distance);
  }

  /** The product of a hard-swish, {@code p * u}. */
  void product(float[] acc, int from, int pitch, int pixels, int channel, int to) {
    FloatVector s = FloatVector.fromArray(Lanes.FLOAT, lanes.scale, channel);
    FloatVector magic = FloatVector.broadcast(Lanes.FLOAT, EpilogueLanes.MAGIC);
    FloatVector add = FloatVector.broadcast(Lanes.FLOAT, three);
    IntVector most = IntVector.broadcast(Lanes.INT, EpilogueLanes.MAGIC_BITS + Short.MAX_VALUE);
    IntVector top = IntVector.broadcast(Lanes.INT, six);
    IntVector zero = IntVector.zero(Lanes.INT);
    for (int p = 0; p < pixels; p++) {
      FloatVector rounded = FloatVector.fromArray(Lanes.FLOAT, acc, from + p * pitch).fma(s, magic);
      FloatVector pre = most.min(rounded.reinterpretAsInts()).reinterpretAsFloats().sub(magic);
      zero.max(pre.add(add).reinterpretAsInts())
          .min(top)
          .reinterpretAsFloats()
          .mul(pre)
          .intoArray(acc, to + p * Lanes.COUNT);
    }
  }

  /** Widens an int8 residual to where the result goes. */
  void widen(byte[] added, int index, int pixels, float[] to, int at) {
    for (int p = 0; p < pixels; p++) {
      (Lanes.FOUR
              ? Lanes.floats(added, index + p * channels)
              : (FloatVector)
                  Lanes.FLOATS.cast(
                      ByteVector.fromArray(Lanes.BYTE, added, index + p * channels)
                          .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0)))
          .intoArray(to, at + p * Lanes.COUNT);
    }
  }

  /** Widens an int16 residual to where the result goes. */
  void widen(short[] added, int index, int pixels, float[] to, int at) {
    for (int p = 0; p < pixels; p++) {
      ((FloatVector)
              Lanes.FLOATS.cast(
                  ShortVector.fromArray(Lanes.SHORT, added, index + p * channels)
                      .convertShape(VectorOperators.S2F, Lanes.FLOAT, 0)))
          .intoArray(to, at + p * Lanes.COUNT);
    }
  }

  /** Writes {@code MAGIC + q} as bytes. */
  void narrow(float[] q, int from, int pixels, int count, byte[] out, int target) {
    if (count < Lanes.COUNT) {
      narrowTail(q, from, pixels, count, out, target);
      return;
    }
    for (int p = 0; p < pixels; p++) {
      FloatVector v = FloatVector.fromArray(Lanes.FLOAT, q, from + p * Lanes.COUNT);
      if (Lanes.FOUR) {
        Lanes.store(v.reinterpretAsInts(), out, target + p * channels);
      } else {
        ((ByteVector)
                Lanes.BYTES.cast(
                    v.reinterpretAsInts().convertShape(VectorOperators.I2B, Lanes.BYTE, 0)))
            .intoArray(out, target + p * channels);
      }
    }
  }

  private void narrowTail(float[] q, int from, int pixels, int count, byte[] out, int target) {
    for (int p = 0; p < pixels; p++) {
      if (Lanes.COUNT < 16) {
        Lanes.narrow(q, from + p * Lanes.COUNT, out, target + p * channels, count);
        continue;
      }
      LongVector bytes =
          ((ByteVector)
                  Lanes.BYTES.cast(
                      FloatVector.fromArray(Lanes.FLOAT, q, from + p * Lanes.COUNT)
                          .reinterpretAsInts()
                          .convertShape(VectorOperators.I2B, Lanes.BYTE, 0)))
              .reinterpretAsLongs();
      Lanes.store(out, target + p * channels, bytes.lane(0), bytes.lane(1), count);
    }
  }

  /** Writes {@code MAGIC + q} as shorts. */
  void narrow(float[] q, int from, int pixels, int count, short[] out, int target) {
    if (count < Lanes.COUNT) {
      narrowTail(q, from, pixels, count, out, target);
      return;
    }
    for (int p = 0; p < pixels; p++) {
      FloatVector v = FloatVector.fromArray(Lanes.FLOAT, q, from + p * Lanes.COUNT);
      ((ShortVector)
              Lanes.SHORTS.cast(
                  v.reinterpretAsInts().convertShape(VectorOperators.I2S, Lanes.SHORT, 0)))
          .intoArray(out, target + p * channels);
    }
  }

  private void narrowTail(float[] q, int from, int pixels, int count, short[] out, int target) {
    for (int p = 0; p < pixels; p++) {
      for (int i = 0; i < count; i++) {
        int bits = Float.floatToRawIntBits(q[from + p * Lanes.COUNT + i]);
        out[target + p * channels + i] = (short) (bits - EpilogueLanes.MAGIC_BITS);
      }
    }
  }
}

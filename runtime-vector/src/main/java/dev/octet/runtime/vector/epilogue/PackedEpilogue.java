package dev.octet.runtime.vector.epilogue;

import dev.octet.runtime.vector.lanes.Lanes;
import dev.octet.runtime.vector.lanes.PackedPixels;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link PackedPixels#unpack} and {@link DirectEpilogue}'s linear form in one. Two pixels of each
 * triple are done in one loop and the third ones of two triples in another: all in one are more
 * than C2 inlines at once ({@link Lanes}), and one process in six then ended with it boxed; smaller
 * loops would be inlined into others.
 */
final class PackedEpilogue {
  private final EpilogueLanes lanes;
  private final int channels;

  /** For a map of this many channels. */
  PackedEpilogue(EpilogueLanes lanes, int channels) {
    this.lanes = lanes;
    this.channels = channels;
  }

  /**
   * A whole vector of channels. Where pixels are missing in the last triple, it holds the last one
   * again, which is then written again.
   *
   * @param out the arena
   * @param sums sums, [triples][two vectors]
   * @param from first sum
   * @param pixels pixels
   * @param channel first channel
   * @param target index of the first output
   */
  void linear(byte[] out, long[] sums, int from, int pixels, int channel, int target) {
    firstTwo(out, sums, from, pixels, channel, target);
    third(out, sums, from, pixels, channel, target);
  }

  /**
   * The same for the last chunk of sums.
   *
   * @param before the sums before it, [pixels][vector]
   * @param first the first of them
   */
  void linearMore(
      byte[] out,
      long[] sums,
      int from,
      int pixels,
      float[] before,
      int first,
      int channel,
      int target) {
    firstTwoMore(out, sums, from, pixels, before, first, channel, target);
    thirdMore(out, sums, from, pixels, before, first, channel, target);
  }

  private void firstTwo(byte[] out, long[] sums, int from, int pixels, int channel, int target) {
    FloatVector s = FloatVector.fromArray(Lanes.FLOAT, lanes.scale, channel);
    FloatVector base = FloatVector.fromArray(Lanes.FLOAT, lanes.base, channel);
    IntVector lo = IntVector.fromArray(Lanes.INT, lanes.low, channel);
    IntVector hi = IntVector.fromArray(Lanes.INT, lanes.high, channel);
    FloatVector excess = FloatVector.broadcast(Lanes.FLOAT, PackedPixels.EXCESS);
    LongVector low = LongVector.broadcast(Lanes.LONG, PackedPixels.MASK);
    LongVector high = LongVector.broadcast(Lanes.LONG, PackedPixels.MASK << 32);
    LongVector exponent = LongVector.broadcast(Lanes.LONG, PackedPixels.TWO_TO_23);
    int triples = PackedPixels.count(pixels);
    int last = target + (pixels - 1) * channels;
    for (int t = 0; t < triples; t++) {
      LongVector a = LongVector.fromArray(Lanes.LONG, sums, from + t * Lanes.COUNT);
      LongVector b = LongVector.fromArray(Lanes.LONG, sums, from + t * Lanes.COUNT + Lanes.HALF);
      int p = target + t * (PackedPixels.PIXELS * channels);
      FloatVector x0 =
          ((FloatVector)
                  Lanes.FLOATS.cast(
                      b.lanewise(VectorOperators.LSHL, 32)
                          .and(high)
                          .or(a.and(low).or(exponent))
                          .reinterpretAsFloats()))
              .sub(excess);
      IntVector q0 = lo.max(x0.fma(s, base).reinterpretAsInts()).min(hi);
      ((ByteVector) Lanes.BYTES.cast(q0.convertShape(VectorOperators.I2B, Lanes.BYTE, 0)))
          .intoArray(out, p);
      FloatVector x1 =
          ((FloatVector)
                  Lanes.FLOATS.cast(
                      b.lanewise(VectorOperators.LSHL, 32 - PackedPixels.FIELD)
                          .and(high)
                          .or(
                              a.lanewise(VectorOperators.LSHR, PackedPixels.FIELD)
                                  .and(low)
                                  .or(exponent))
                          .reinterpretAsFloats()))
              .sub(excess);
      IntVector q1 = lo.max(x1.fma(s, base).reinterpretAsInts()).min(hi);
      ((ByteVector) Lanes.BYTES.cast(q1.convertShape(VectorOperators.I2B, Lanes.BYTE, 0)))
          .intoArray(out, Math.min(p + channels, last));
    }
  }

  private void third(byte[] out, long[] sums, int from, int pixels, int channel, int target) {
    FloatVector s = FloatVector.fromArray(Lanes.FLOAT, lanes.scale, channel);
    FloatVector base = FloatVector.fromArray(Lanes.FLOAT, lanes.base, channel);
    IntVector lo = IntVector.fromArray(Lanes.INT, lanes.low, channel);
    IntVector hi = IntVector.fromArray(Lanes.INT, lanes.high, channel);
    FloatVector excess = FloatVector.broadcast(Lanes.FLOAT, PackedPixels.EXCESS);
    LongVector high = LongVector.broadcast(Lanes.LONG, PackedPixels.MASK << 32);
    LongVector exponent = LongVector.broadcast(Lanes.LONG, PackedPixels.TWO_TO_23);
    int end = PackedPixels.count(pixels) - 1;
    int last = target + (pixels - 1) * channels;
    for (int t = 0; t <= end; t += 2) {
      int next = Math.min(t + 1, end);
      LongVector a0 = LongVector.fromArray(Lanes.LONG, sums, from + t * Lanes.COUNT);
      LongVector b0 = LongVector.fromArray(Lanes.LONG, sums, from + t * Lanes.COUNT + Lanes.HALF);
      FloatVector x0 =
          ((FloatVector)
                  Lanes.FLOATS.cast(
                      b0.lanewise(VectorOperators.LSHR, 2 * PackedPixels.FIELD - 32)
                          .and(high)
                          .or(
                              a0.lanewise(VectorOperators.LSHR, 2 * PackedPixels.FIELD)
                                  .or(exponent))
                          .reinterpretAsFloats()))
              .sub(excess);
      IntVector q0 = lo.max(x0.fma(s, base).reinterpretAsInts()).min(hi);
      ((ByteVector) Lanes.BYTES.cast(q0.convertShape(VectorOperators.I2B, Lanes.BYTE, 0)))
          .intoArray(out, Math.min(target + (PackedPixels.PIXELS * t + 2) * channels, last));
      LongVector a1 = LongVector.fromArray(Lanes.LONG, sums, from + next * Lanes.COUNT);
      LongVector b1 =
          LongVector.fromArray(Lanes.LONG, sums, from + next * Lanes.COUNT + Lanes.HALF);
      FloatVector x1 =
          ((FloatVector)
                  Lanes.FLOATS.cast(
                      b1.lanewise(VectorOperators.LSHR, 2 * PackedPixels.FIELD - 32)
                          .and(high)
                          .or(
                              a1.lanewise(VectorOperators.LSHR, 2 * PackedPixels.FIELD)
                                  .or(exponent))
                          .reinterpretAsFloats()))
              .sub(excess);
      IntVector q1 = lo.max(x1.fma(s, base).reinterpretAsInts()).min(hi);
      ((ByteVector) Lanes.BYTES.cast(q1.convertShape(VectorOperators.I2B, Lanes.BYTE, 0)))
          .intoArray(out, Math.min(target + (PackedPixels.PIXELS * next + 2) * channels, last));
    }
  }

  private void firstTwoMore(
      byte[] out,
      long[] sums,
      int from,
      int pixels,
      float[] before,
      int first,
      int channel,
      int target) {
    FloatVector s = FloatVector.fromArray(Lanes.FLOAT, lanes.scale, channel);
    FloatVector base = FloatVector.fromArray(Lanes.FLOAT, lanes.base, channel);
    IntVector lo = IntVector.fromArray(Lanes.INT, lanes.low, channel);
    IntVector hi = IntVector.fromArray(Lanes.INT, lanes.high, channel);
    FloatVector excess = FloatVector.broadcast(Lanes.FLOAT, PackedPixels.EXCESS);
    LongVector low = LongVector.broadcast(Lanes.LONG, PackedPixels.MASK);
    LongVector high = LongVector.broadcast(Lanes.LONG, PackedPixels.MASK << 32);
    LongVector exponent = LongVector.broadcast(Lanes.LONG, PackedPixels.TWO_TO_23);
    int triples = PackedPixels.count(pixels);
    int last = target + (pixels - 1) * channels;
    for (int t = 0; t < triples; t++) {
      LongVector a = LongVector.fromArray(Lanes.LONG, sums, from + t * Lanes.COUNT);
      LongVector b = LongVector.fromArray(Lanes.LONG, sums, from + t * Lanes.COUNT + Lanes.HALF);
      int q = first + t * (PackedPixels.PIXELS * Lanes.COUNT);
      int p = target + t * (PackedPixels.PIXELS * channels);
      FloatVector x0 =
          ((FloatVector)
                  Lanes.FLOATS.cast(
                      b.lanewise(VectorOperators.LSHL, 32)
                          .and(high)
                          .or(a.and(low).or(exponent))
                          .reinterpretAsFloats()))
              .sub(excess)
              .add(FloatVector.fromArray(Lanes.FLOAT, before, q));
      IntVector q0 = lo.max(x0.fma(s, base).reinterpretAsInts()).min(hi);
      ((ByteVector) Lanes.BYTES.cast(q0.convertShape(VectorOperators.I2B, Lanes.BYTE, 0)))
          .intoArray(out, p);
      FloatVector x1 =
          ((FloatVector)
                  Lanes.FLOATS.cast(
                      b.lanewise(VectorOperators.LSHL, 32 - PackedPixels.FIELD)
                          .and(high)
                          .or(
                              a.lanewise(VectorOperators.LSHR, PackedPixels.FIELD)
                                  .and(low)
                                  .or(exponent))
                          .reinterpretAsFloats()))
              .sub(excess)
              .add(FloatVector.fromArray(Lanes.FLOAT, before, q + Lanes.COUNT));
      IntVector q1 = lo.max(x1.fma(s, base).reinterpretAsInts()).min(hi);
      ((ByteVector) Lanes.BYTES.cast(q1.convertShape(VectorOperators.I2B, Lanes.BYTE, 0)))
          .intoArray(out, Math.min(p + channels, last));
    }
  }

  private void thirdMore(
      byte[] out,
      long[] sums,
      int from,
      int pixels,
      float[] before,
      int first,
      int channel,
      int target) {
    FloatVector s = FloatVector.fromArray(Lanes.FLOAT, lanes.scale, channel);
    FloatVector base = FloatVector.fromArray(Lanes.FLOAT, lanes.base, channel);
    IntVector lo = IntVector.fromArray(Lanes.INT, lanes.low, channel);
    IntVector hi = IntVector.fromArray(Lanes.INT, lanes.high, channel);
    FloatVector excess = FloatVector.broadcast(Lanes.FLOAT, PackedPixels.EXCESS);
    LongVector high = LongVector.broadcast(Lanes.LONG, PackedPixels.MASK << 32);
    LongVector exponent = LongVector.broadcast(Lanes.LONG, PackedPixels.TWO_TO_23);
    int end = PackedPixels.count(pixels) - 1;
    int last = target + (pixels - 1) * channels;
    for (int t = 0; t <= end; t += 2) {
      int next = Math.min(t + 1, end);
      LongVector a0 = LongVector.fromArray(Lanes.LONG, sums, from + t * Lanes.COUNT);
      LongVector b0 = LongVector.fromArray(Lanes.LONG, sums, from + t * Lanes.COUNT + Lanes.HALF);
      FloatVector x0 =
          ((FloatVector)
                  Lanes.FLOATS.cast(
                      b0.lanewise(VectorOperators.LSHR, 2 * PackedPixels.FIELD - 32)
                          .and(high)
                          .or(
                              a0.lanewise(VectorOperators.LSHR, 2 * PackedPixels.FIELD)
                                  .or(exponent))
                          .reinterpretAsFloats()))
              .sub(excess)
              .add(
                  FloatVector.fromArray(
                      Lanes.FLOAT, before, first + (PackedPixels.PIXELS * t + 2) * Lanes.COUNT));
      IntVector q0 = lo.max(x0.fma(s, base).reinterpretAsInts()).min(hi);
      ((ByteVector) Lanes.BYTES.cast(q0.convertShape(VectorOperators.I2B, Lanes.BYTE, 0)))
          .intoArray(out, Math.min(target + (PackedPixels.PIXELS * t + 2) * channels, last));
      LongVector a1 = LongVector.fromArray(Lanes.LONG, sums, from + next * Lanes.COUNT);
      LongVector b1 =
          LongVector.fromArray(Lanes.LONG, sums, from + next * Lanes.COUNT + Lanes.HALF);
      FloatVector x1 =
          ((FloatVector)
                  Lanes.FLOATS.cast(
                      b1.lanewise(VectorOperators.LSHR, 2 * PackedPixels.FIELD - 32)
                          .and(high)
                          .or(
                              a1.lanewise(VectorOperators.LSHR, 2 * PackedPixels.FIELD)
                                  .or(exponent))
                          .reinterpretAsFloats()))
              .sub(excess)
              .add(
                  FloatVector.fromArray(
                      Lanes.FLOAT, before, first + (PackedPixels.PIXELS * next + 2) * Lanes.COUNT));
      IntVector q1 = lo.max(x1.fma(s, base).reinterpretAsInts()).min(hi);
      ((ByteVector) Lanes.BYTES.cast(q1.convertShape(VectorOperators.I2B, Lanes.BYTE, 0)))
          .intoArray(out, Math.min(target + (PackedPixels.PIXELS * next + 2) * channels, last));
    }
  }
}

package dev.octet.runtime.vector.epilogue;

import dev.octet.runtime.vector.lanes.Lanes;
import dev.octet.runtime.vector.lanes.PackedPixels;
import dev.octet.runtime.vector.packed.PackedPanels;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link PackedEpilogue} for a map's last channels, where they are no more than half of a vector
 * and have one vector of sums ({@link PackedPanels}), of a single chunk. Each field of a sum
 * becomes a float where it is, in the lower half of its long. Two loops, as there.
 */
final class PackedHalfEpilogue {
  private final int channels;

  /** The last channels' constants, each in the lower half of a long. */
  private final float[] scales = new float[Lanes.COUNT];

  private final float[] bases = new float[Lanes.COUNT];
  private final int[] lows = new int[Lanes.COUNT];
  private final int[] highs = new int[Lanes.COUNT];

  /** For a map of this many channels. */
  PackedHalfEpilogue(EpilogueLanes lanes, int channels) {
    this.channels = channels;
    int last = channels / Lanes.COUNT * Lanes.COUNT;
    for (int i = 0; i < Lanes.HALF; i++) {
      scales[2 * i] = lanes.scale[last + i];
      bases[2 * i] = lanes.base[last + i];
      lows[2 * i] = lanes.low[last + i];
      highs[2 * i] = lanes.high[last + i];
    }
  }

  /**
   * Writes the last channels of some pixels. Where pixels are missing in the last triple, it holds
   * the last one again, which is then written again.
   *
   * @param out the arena
   * @param sums sums, [triples][two vectors], of which the first counts
   * @param from first sum
   * @param pixels pixels
   * @param target index of the first output of the first pixel
   */
  void linear(byte[] out, long[] sums, int from, int pixels, int target) {
    int count = channels % Lanes.COUNT;
    int first = target + channels - count;
    firstTwo(out, sums, from, pixels, first, count);
    third(out, sums, from, pixels, first, count);
  }

  private void firstTwo(byte[] out, long[] sums, int from, int pixels, int target, int count) {
    FloatVector s = FloatVector.fromArray(Lanes.FLOAT, scales, 0);
    FloatVector base = FloatVector.fromArray(Lanes.FLOAT, bases, 0);
    IntVector lo = IntVector.fromArray(Lanes.INT, lows, 0);
    IntVector hi = IntVector.fromArray(Lanes.INT, highs, 0);
    FloatVector excess = FloatVector.broadcast(Lanes.FLOAT, PackedPixels.EXCESS);
    LongVector low = LongVector.broadcast(Lanes.LONG, PackedPixels.MASK);
    LongVector exponent = LongVector.broadcast(Lanes.LONG, PackedPixels.TWO_TO_23);
    int triples = PackedPixels.count(pixels);
    int last = target + (pixels - 1) * channels;
    for (int t = 0; t < triples; t++) {
      LongVector a = LongVector.fromArray(Lanes.LONG, sums, from + t * Lanes.COUNT);
      int p = target + t * (PackedPixels.PIXELS * channels);
      FloatVector x0 =
          ((FloatVector) Lanes.FLOATS.cast(a.and(low).or(exponent).reinterpretAsFloats()))
              .sub(excess);
      LongVector q0 =
          (LongVector)
              Lanes.LONGS.cast(
                  lo.max(x0.fma(s, base).reinterpretAsInts()).min(hi).reinterpretAsLongs());
      LongVector bytes0 =
          ((ByteVector) Lanes.BYTES.cast(q0.convertShape(VectorOperators.L2B, Lanes.BYTE, 0)))
              .reinterpretAsLongs();
      Lanes.store(out, p, bytes0.lane(0), 0, count);
      FloatVector x1 =
          ((FloatVector)
                  Lanes.FLOATS.cast(
                      a.lanewise(VectorOperators.LSHR, PackedPixels.FIELD)
                          .and(low)
                          .or(exponent)
                          .reinterpretAsFloats()))
              .sub(excess);
      LongVector q1 =
          (LongVector)
              Lanes.LONGS.cast(
                  lo.max(x1.fma(s, base).reinterpretAsInts()).min(hi).reinterpretAsLongs());
      LongVector bytes1 =
          ((ByteVector) Lanes.BYTES.cast(q1.convertShape(VectorOperators.L2B, Lanes.BYTE, 0)))
              .reinterpretAsLongs();
      Lanes.store(out, Math.min(p + channels, last), bytes1.lane(0), 0, count);
    }
  }

  private void third(byte[] out, long[] sums, int from, int pixels, int target, int count) {
    FloatVector s = FloatVector.fromArray(Lanes.FLOAT, scales, 0);
    FloatVector base = FloatVector.fromArray(Lanes.FLOAT, bases, 0);
    IntVector lo = IntVector.fromArray(Lanes.INT, lows, 0);
    IntVector hi = IntVector.fromArray(Lanes.INT, highs, 0);
    FloatVector excess = FloatVector.broadcast(Lanes.FLOAT, PackedPixels.EXCESS);
    LongVector exponent = LongVector.broadcast(Lanes.LONG, PackedPixels.TWO_TO_23);
    int end = PackedPixels.count(pixels) - 1;
    int last = target + (pixels - 1) * channels;
    for (int t = 0; t <= end; t += 2) {
      int next = Math.min(t + 1, end);
      int p = Math.min(target + (PackedPixels.PIXELS * t + 2) * channels, last);
      int q = Math.min(target + (PackedPixels.PIXELS * next + 2) * channels, last);
      LongVector a = LongVector.fromArray(Lanes.LONG, sums, from + t * Lanes.COUNT);
      FloatVector x0 =
          ((FloatVector)
                  Lanes.FLOATS.cast(
                      a.lanewise(VectorOperators.LSHR, 2 * PackedPixels.FIELD)
                          .or(exponent)
                          .reinterpretAsFloats()))
              .sub(excess);
      LongVector q0 =
          (LongVector)
              Lanes.LONGS.cast(
                  lo.max(x0.fma(s, base).reinterpretAsInts()).min(hi).reinterpretAsLongs());
      LongVector bytes0 =
          ((ByteVector) Lanes.BYTES.cast(q0.convertShape(VectorOperators.L2B, Lanes.BYTE, 0)))
              .reinterpretAsLongs();
      Lanes.store(out, p, bytes0.lane(0), 0, count);
      LongVector b = LongVector.fromArray(Lanes.LONG, sums, from + next * Lanes.COUNT);
      FloatVector x1 =
          ((FloatVector)
                  Lanes.FLOATS.cast(
                      b.lanewise(VectorOperators.LSHR, 2 * PackedPixels.FIELD)
                          .or(exponent)
                          .reinterpretAsFloats()))
              .sub(excess);
      LongVector q1 =
          (LongVector)
              Lanes.LONGS.cast(
                  lo.max(x1.fma(s, base).reinterpretAsInts()).min(hi).reinterpretAsLongs());
      LongVector bytes1 =
          ((ByteVector) Lanes.BYTES.cast(q1.convertShape(VectorOperators.L2B, Lanes.BYTE, 0)))
              .reinterpretAsLongs();
      Lanes.store(out, q, bytes1.lane(0), 0, count);
    }
  }
}

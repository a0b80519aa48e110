package dev.octet.runtime.vector;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link TripleEpilogue} for a map's last channels, where they are no more than half of a vector
 * and have one vector of sums ({@link TriplePanels}), of a single chunk. Each field of a sum
 * becomes a float where it is, in the lower half of its long.
 */
final class TripleHalfEpilogue {
  private final int channels;

  /** The last channels' constants, each in the lower half of a long. */
  private final float[] scales = new float[Lanes.COUNT];

  private final float[] bases = new float[Lanes.COUNT];
  private final int[] lows = new int[Lanes.COUNT];
  private final int[] highs = new int[Lanes.COUNT];

  /** For a map of so many channels. */
  TripleHalfEpilogue(EpilogueLanes lanes, int channels) {
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
    FloatVector s = FloatVector.fromArray(Lanes.FLOAT, scales, 0);
    FloatVector base = FloatVector.fromArray(Lanes.FLOAT, bases, 0);
    IntVector lo = IntVector.fromArray(Lanes.INT, lows, 0);
    IntVector hi = IntVector.fromArray(Lanes.INT, highs, 0);
    FloatVector excess = FloatVector.broadcast(Lanes.FLOAT, Triples.EXCESS);
    LongVector low = LongVector.broadcast(Lanes.LONG, Triples.MASK);
    LongVector exponent = LongVector.broadcast(Lanes.LONG, Triples.TWO_TO_23);
    int count = channels % Lanes.COUNT;
    int triples = Triples.count(pixels);
    int first = target + channels - count;
    int last = first + (pixels - 1) * channels;
    for (int t = 0; t < triples; t++) {
      LongVector a = LongVector.fromArray(Lanes.LONG, sums, from + t * Lanes.COUNT);
      int p = first + t * (Triples.PIXELS * channels);
      FloatVector x0 =
          ((FloatVector) Lanes.FLOATS.cast(a.and(low).or(exponent).reinterpretAsFloats()))
              .sub(excess);
      LongVector q0 =
          (LongVector)
              Lanes.LONGS.cast(
                  lo.max(x0.fma(s, base).reinterpretAsInts()).min(hi).reinterpretAsLongs());
      LongVector b0 =
          ((ByteVector) Lanes.BYTES.cast(q0.convertShape(VectorOperators.L2B, Lanes.BYTE, 0)))
              .reinterpretAsLongs();
      Lanes.store(out, p, b0.lane(0), 0, count);
      FloatVector x1 =
          ((FloatVector)
                  Lanes.FLOATS.cast(
                      a.lanewise(VectorOperators.LSHR, Triples.FIELD)
                          .and(low)
                          .or(exponent)
                          .reinterpretAsFloats()))
              .sub(excess);
      LongVector q1 =
          (LongVector)
              Lanes.LONGS.cast(
                  lo.max(x1.fma(s, base).reinterpretAsInts()).min(hi).reinterpretAsLongs());
      LongVector b1 =
          ((ByteVector) Lanes.BYTES.cast(q1.convertShape(VectorOperators.L2B, Lanes.BYTE, 0)))
              .reinterpretAsLongs();
      Lanes.store(out, Math.min(p + channels, last), b1.lane(0), 0, count);
      FloatVector x2 =
          ((FloatVector)
                  Lanes.FLOATS.cast(
                      a.lanewise(VectorOperators.LSHR, 2 * Triples.FIELD)
                          .or(exponent)
                          .reinterpretAsFloats()))
              .sub(excess);
      LongVector q2 =
          (LongVector)
              Lanes.LONGS.cast(
                  lo.max(x2.fma(s, base).reinterpretAsInts()).min(hi).reinterpretAsLongs());
      LongVector b2 =
          ((ByteVector) Lanes.BYTES.cast(q2.convertShape(VectorOperators.L2B, Lanes.BYTE, 0)))
              .reinterpretAsLongs();
      Lanes.store(out, Math.min(p + 2 * channels, last), b2.lane(0), 0, count);
    }
  }
}

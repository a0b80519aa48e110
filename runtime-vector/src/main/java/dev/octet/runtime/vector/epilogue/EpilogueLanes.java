package dev.octet.runtime.vector.epilogue;

import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.epilogue.Epilogue;
import dev.octet.runtime.vector.lanes.Exactness;
import dev.octet.runtime.vector.lanes.Lanes;
import java.util.Arrays;

/**
 * The constants of an epilogue, channel by channel, as vectors read them; padded with zeros so that
 * a whole vector can be read at every channel.
 */
final class EpilogueLanes {
  /** 1.5 * 2^23: the low bits of {@code MAGIC + n} are the two's complement of n, |n| < 2^22. */
  static final float MAGIC = 12582912f;

  /** The bits of {@link #MAGIC}; those of {@code MAGIC + n} are n more. */
  static final int MAGIC_BITS = Float.floatToRawIntBits(MAGIC);

  /**
   * {@code acc * m / 2^s} is a multiple of {@code 2^-b}, b being s less the trailing zeros of m. Up
   * to this b what it exceeds an integer by, plus {@code 2^-(b+1)}, is a float.
   */
  private static final int NUDGE_BITS = 23;

  /** {@code m * 2^-s}. */
  final float[] scale;

  /** {@code MAGIC + offset}. */
  final float[] base;

  /** {@code MAGIC} in every lane, where a hard-swish's first rounding can meet a tie; else null. */
  final float[] magic;

  /** Bits of {@code MAGIC + low}. */
  final int[] low;

  /** Bits of {@code MAGIC + high}. */
  final int[] high;

  /** The hard-swish's second scale, or null. */
  final float[] swishScale;

  /** The residual's scale, or null. */
  final float[] residualScale;

  /** Minus its zero point, scaled. */
  final float[] residualZero;

  /**
   * Where a hard-swish's first rounding can meet a tie, half of the distance between two values of
   * {@code acc * scale}: such a rounding's rest plus it is beyond one half at a tie and only there.
   * 0 in other channels; null where no channel can.
   */
  final float[] nudge;

  /** 1 where {@link #nudge} is not 0, else 0. */
  final float[] nudged;

  /** 1 in every lane, the scale of what is rounded; null as {@link #nudge}. */
  final float[] one;

  /** Whether the first rounding can meet a tie, for each vector of channels. */
  private final boolean[] ties;

  /** Whether it can where a nudge is not exact. */
  private final boolean[] fine;

  /** Magnitude that a float form is compared at: of outputs (and residual terms). */
  final double reach;

  EpilogueLanes(Epilogue epilogue, TensorSpec[] tensors, TensorSpec target, long bound) {
    int channels = target.channels();
    int padded = Lanes.roundUp(channels) + Lanes.COUNT;
    this.scale = new float[padded];
    this.base = new float[padded];
    this.low = new int[padded];
    this.high = new int[padded];
    this.ties = new boolean[padded / Lanes.COUNT];
    this.fine = new boolean[padded / Lanes.COUNT];
    float[] steps = new float[padded];
    boolean tie = false;
    double largestOutput = 0;
    for (int c = 0; c < channels; c++) {
      int m = epilogue.rescale.multiplier[c];
      int s = epilogue.rescale.shift[c];
      double exact = Math.scalb((double) m, -s);
      scale[c] = (float) exact;
      base[c] = MAGIC + epilogue.offset[c];
      low[c] = MAGIC_BITS + epilogue.low[c];
      high[c] = MAGIC_BITS + epilogue.high[c];
      int span =
          Math.max(
              Math.abs(epilogue.low[c] - epilogue.offset[c]),
              Math.abs(epilogue.high[c] - epilogue.offset[c]));
      largestOutput = Math.max(largestOutput, span + 1.0);
      double largest = span + 1.0;
      if (epilogue.hardSwish != null) {
        boolean narrow = target.type() == ElementType.INT8;
        largest = narrow ? SwishProof.reach(epilogue.hardSwish, c) + 1 : Short.MAX_VALUE + 2.0;
      }
      boolean here = Exactness.tiePossible(m, s, Math.min(bound, largest / exact + 1));
      ties[c / Lanes.COUNT] |= here;
      tie |= here;
      if (here) {
        int bits = s - Integer.numberOfTrailingZeros(m);
        steps[c] = Math.scalb(0.5f, -bits);
        fine[c / Lanes.COUNT] |= bits > NUDGE_BITS;
      }
    }
    boolean swishTies = tie && epilogue.hardSwish != null;
    this.magic = swishTies ? new float[padded] : null;
    this.nudge = swishTies ? steps : null;
    this.nudged = swishTies ? new float[padded] : null;
    this.one = swishTies ? new float[padded] : null;
    if (swishTies) {
      Arrays.fill(one, 1);
      Arrays.fill(magic, MAGIC);
      for (int c = 0; c < channels; c++) {
        nudged[c] = steps[c] == 0 ? 0 : 1;
      }
    }
    double largestResidual = 0;
    if (epilogue.residual != null) {
      ElementType type = tensors[epilogue.residual.tensor].type();
      this.residualScale = new float[padded];
      this.residualZero = new float[padded];
      for (int c = 0; c < channels; c++) {
        double exact =
            Math.scalb((double) epilogue.residual.multiplier[c], -epilogue.rescale.shift[c]);
        int zero = epilogue.residual.zeroPoint[c];
        residualScale[c] = (float) exact;
        residualZero[c] = (float) (-exact * zero);
        double span =
            Math.max(Math.abs((double) type.min() - zero), Math.abs((double) type.max() - zero));
        largestResidual = Math.max(largestResidual, span * exact);
      }
    } else {
      this.residualScale = null;
      this.residualZero = null;
    }
    this.reach = largestOutput + 2 * largestResidual;
    this.swishScale = epilogue.hardSwish == null ? null : new float[padded];
    for (int c = 0; swishScale != null && c < channels; c++) {
      swishScale[c] =
          (float)
              Math.scalb(
                  (double) epilogue.hardSwish.output.multiplier[c],
                  -epilogue.hardSwish.output.shift[c]);
    }
  }

  /** Whether the first rounding can meet a tie in the vector that begins at a channel. */
  boolean ties(int channel) {
    return ties[channel / Lanes.COUNT];
  }

  /** Whether nudges make the first rounding of a hard-swish exact in such a vector. */
  boolean nudges(int channel) {
    return nudge != null && !fine[channel / Lanes.COUNT];
  }
}

package dev.octet.runtime.vector.epilogue;

import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Requantize;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.epilogue.Epilogue;
import dev.octet.runtime.vector.lanes.Exactness;
import dev.octet.runtime.vector.lanes.Lanes;
import java.util.Arrays;

/**
 * An epilogue over tiles of float accumulators (exact integers), [pixel][channel].
 *
 * <p>Linear: one fused multiply-add computes {@code acc * scale + (MAGIC + offset)}. The scale
 * {@code m * 2^-s} is a float because m has 22 bits, the fused product is not rounded, and the sum
 * is rounded once, to an integer because floats between 2^23 and 2^24 are integers: it is {@code
 * round(acc * m / 2^s) + offset}, exactly. Only the direction at ties differs (to even instead of
 * up). Values beyond 2^22 are not rounded to integers, but rounding is monotonic and they end at
 * the clamp, which is done before the integer is taken from the low bits. Hard-swish rounds twice
 * in this way; the product between is a float or close to one ({@link SwishProof}).
 *
 * <p>What cannot differ from the integer form goes straight to elements ({@link DirectEpilogue}).
 * Where ties are possible ({@link Exactness#tiePossible}), and for residuals ({@link
 * StagedEpilogue}), the distance to the rounded value is looked at, and a lane that comes close to
 * one half is done again in long arithmetic; see {@link #margin}.
 */
public final class VectorEpilogue {
  /** Pixels that are rounded together in stages. */
  private static final int CHUNK = 16;

  private final Epilogue epilogue;
  private final EpilogueLanes lanes;
  private final DirectEpilogue direct;
  private final StagedEpilogue staged;
  private final PackedEpilogue triples;
  private final PackedHalfEpilogue halfTriples;
  private final boolean wide;
  private final int outputOffset;
  private final int channels;
  private final boolean residualWide;
  private final int residualOffset;

  /** Whether the float form is proved but for ties; for each vector. */
  private final boolean[] proved;

  /**
   * How far from a rounded value a float may be so that it rounds like the exact one. The residual
   * form rounds {@code acc * scale}, the residual's scale and the sum: at most 2^-24 each of
   * magnitudes up to (largest output + largest residual term), together below 2^-22 of that. The
   * hard-swish form rounds p * u and the distance: below 2^-23 of the output's magnitude. Outputs
   * outside of the clamp's range by one or more need no care.
   */
  private final float margin;

  /** Whether no float form is safe enough, and every element is done in long arithmetic. */
  private final boolean longOnly;

  /**
   * Prepares an epilogue.
   *
   * @param epilogue the epilogue
   * @param tensors all tensors
   * @param output index of the output tensor
   * @param bound the largest magnitude of an accumulator, below 2^24
   */
  public VectorEpilogue(Epilogue epilogue, TensorSpec[] tensors, int output, long bound) {
    this.epilogue = epilogue;
    TensorSpec target = tensors[output];
    this.wide = target.type().wide();
    this.outputOffset = target.arenaOffset();
    this.channels = target.channels();
    this.lanes = new EpilogueLanes(epilogue, tensors, target, bound);
    int fractionBits = epilogue.hardSwish == null ? 0 : epilogue.hardSwish.fractionBits;
    this.direct = new DirectEpilogue(lanes, channels, fractionBits);
    this.staged = new StagedEpilogue(lanes, channels, fractionBits);
    this.triples = new PackedEpilogue(lanes, channels);
    this.halfTriples = new PackedHalfEpilogue(lanes, channels);
    boolean adds = epilogue.residual != null;
    this.residualWide = adds && tensors[epilogue.residual.tensor].type().wide();
    this.residualOffset = adds ? tensors[epilogue.residual.tensor].arenaOffset() : 0;
    if (epilogue.hardSwish != null && !wide && !adds) {
      this.proved = SwishProof.vectors(epilogue.hardSwish, channels);
    } else {
      this.proved = new boolean[Lanes.roundUp(channels) / Lanes.COUNT];
      Arrays.fill(proved, !adds && epilogue.hardSwish == null);
    }
    double slack = adds || epilogue.hardSwish != null ? Math.scalb(lanes.reach, -22) : 0;
    this.longOnly = slack > 1.0 / 64;
    this.margin = (float) (0.5 - slack);
  }

  /** Floats of scratch that {@link #apply} needs. */
  public static int scratch() {
    return (CHUNK + 2) * Lanes.COUNT;
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
  public void apply(
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
      int some = Math.min(Lanes.COUNT, count - c);
      int target = outputOffset + pixel * channels + channel + c;
      if (proved(channel + c) && (some == Lanes.COUNT || lanes.swishScale == null)) {
        finish(memory, acc, from + c, pitch, pixels, channel + c, target, some);
      } else if (nudges(channel + c) && some == Lanes.COUNT && pitch == Lanes.COUNT) {
        direct.swishNear(memory.int8, acc, from + c, pixels, channel + c, target, true);
      } else {
        inStages(memory, acc, from + c, pitch, pixels, pixel, channel + c, some, spare);
      }
    }
  }

  /** Whether {@link #applyTriples} and {@link #applyGate} can finish a vector of channels. */
  public boolean straight(int channel) {
    return !wide && proved(channel) && lanes.swishScale == null;
  }

  /** Whether the float form is exact in the vector that begins at a channel. */
  private boolean proved(int channel) {
    return proved[channel / Lanes.COUNT] && !lanes.ties(channel);
  }

  /** Whether it is exact but for ties of a hard-swish's first rounding, and these are put right. */
  private boolean nudges(int channel) {
    return proved[channel / Lanes.COUNT] && lanes.nudges(channel);
  }

  /**
   * As {@link PackedEpilogue}.
   *
   * @param memory the arenas
   * @param sums sums, [triples][two vectors]
   * @param from first sum
   * @param pixels pixels
   * @param before what is added to the sums, [pixels][vector], or null
   * @param first the first of them
   * @param channel first channel
   * @param pixel first pixel in the output map
   */
  public void applyTriples(
      Memory memory,
      long[] sums,
      int from,
      int pixels,
      float[] before,
      int first,
      int channel,
      int pixel) {
    byte[] out = memory.int8;
    int target = outputOffset + pixel * channels + channel;
    if (before == null) {
      triples.linear(out, sums, from, pixels, channel, target);
    } else {
      triples.linearMore(out, sums, from, pixels, before, first, channel, target);
    }
  }

  /** As {@link PackedHalfEpilogue#linear}; {@code pixel} is the first one in the output map. */
  public void applyHalfTriples(Memory memory, long[] sums, int from, int pixels, int pixel) {
    halfTriples.linear(memory.int8, sums, from, pixels, outputOffset + pixel * channels);
  }

  /** As {@link DirectEpilogue#gate}; {@code pixel} is the first one in the output map. */
  public void applyGate(
      Memory memory, int from, float[] zero, float[] gate, int pixels, int channel, int pixel) {
    int target = outputOffset + pixel * channels + channel;
    direct.gate(memory.int8, from, zero, gate, pixels, channel, memory.int8, target);
  }

  private void finish(
      Memory memory,
      float[] acc,
      int from,
      int pitch,
      int pixels,
      int channel,
      int target,
      int count) {
    byte[] out = memory.int8;
    if (wide) {
      direct.linear(memory.int16, acc, from, pitch, pixels, channel, target, count);
    } else if (lanes.swishScale == null) {
      direct.linear(out, acc, from, pitch, pixels, channel, target, count);
    } else if (pitch == Lanes.COUNT) {
      direct.swishNear(out, acc, from, pixels, channel, target, false);
    } else {
      direct.swish(out, acc, from, pitch, pixels, channel, target);
    }
  }

  private void inStages(
      Memory memory,
      float[] acc,
      int from,
      int pitch,
      int pixels,
      int pixel,
      int channel,
      int count,
      int spare) {
    for (int p = 0; p < pixels; p += CHUNK) {
      int some = Math.min(CHUNK, pixels - p);
      round(memory, acc, from + p * pitch, pitch, some, pixel + p, channel, count, spare);
      int target = outputOffset + (pixel + p) * channels + channel;
      if (wide) {
        staged.narrow(acc, spare, some, count, memory.int16, target);
      } else {
        staged.narrow(acc, spare, some, count, memory.int8, target);
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
      int count,
      int spare) {
    int unsafe = roundMost(memory, acc, from, pitch, pixels, pixel, channel, spare);
    for (int lane = 0; unsafe != 0 && lane < count; lane++) {
      if ((unsafe >> lane & 1) != 0) {
        exact(memory, acc, from + lane, pitch, pixels, pixel, channel + lane, spare + lane);
      }
    }
  }

  /** The same, but tells in which lanes some pixel needs long arithmetic. */
  private int roundMost(
      Memory memory,
      float[] acc,
      int from,
      int pitch,
      int pixels,
      int pixel,
      int channel,
      int spare) {
    if (longOnly) {
      return -1;
    }
    int distance = spare + CHUNK * Lanes.COUNT;
    if (lanes.swishScale != null) {
      int first = 0;
      if (lanes.ties(channel)) {
        staged.linear(lanes.scale, lanes.magic, acc, from, pitch, pixels, channel, spare, distance);
        first = unsafe(acc, distance, 0.5f);
      }
      staged.product(acc, from, pitch, pixels, channel, spare);
      int n = Lanes.COUNT;
      staged.linear(lanes.swishScale, lanes.base, acc, spare, n, pixels, channel, spare, distance);
      boolean second = !proved[channel / Lanes.COUNT];
      return second ? first | unsafe(acc, distance, margin) : first;
    }
    if (lanes.residualScale == null) {
      staged.linear(lanes.scale, lanes.base, acc, from, pitch, pixels, channel, spare, distance);
      return lanes.ties(channel) ? unsafe(acc, distance, 0.5f) : 0;
    }
    int at = residualOffset + pixel * channels + channel;
    if (!residualWide && pitch == Lanes.COUNT) {
      staged.residualNear(memory.int8, at, acc, from, pixels, channel, spare, distance);
      return unsafe(acc, distance, margin);
    }
    if (residualWide) {
      staged.widen(memory.int16, at, pixels, acc, spare);
    } else {
      staged.widen(memory.int8, at, pixels, acc, spare);
    }
    staged.residual(acc, from, pitch, pixels, channel, spare, distance);
    return unsafe(acc, distance, margin);
  }

  /** The lanes that reach a distance. A mask would be boxed for this on JDK 17. */
  private static int unsafe(float[] distance, int from, float margin) {
    int lanes = 0;
    for (int i = 0; i < Lanes.COUNT; i++) {
      lanes |= distance[from + i] >= margin ? 1 << i : 0;
    }
    return lanes;
  }

  private int added(Memory memory, int index) {
    if (epilogue.residual == null) {
      return 0;
    }
    int at = residualOffset + index;
    return residualWide ? memory.int16[at] : memory.int8[at];
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
      int r = added(memory, (pixel + p) * channels + channel);
      acc[spare + p * Lanes.COUNT] =
          EpilogueLanes.MAGIC
              + Requantize.apply(epilogue, channel, (long) acc[from + p * pitch], r);
    }
  }
}

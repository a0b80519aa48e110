package dev.octet.runtime.vector.channelwise;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.GlobalAveragePool;
import dev.octet.runtime.vector.epilogue.VectorEpilogue;
import dev.octet.runtime.vector.lanes.Lanes;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Mean over an int8 map, lanes over channels. A sum of fewer than 2^16 differences of bytes is
 * below 2^24 and so exact in float. A part is a vector of channels.
 */
public final class ChannelMean implements Kernel {
  /** Sums that are under way at once: an addition takes longer than it takes to start the next. */
  private static final int ROWS = 4;

  private final TensorSpec input;
  private final int pixels;
  private final float[] start;
  private final VectorEpilogue epilogue;

  public ChannelMean(GlobalAveragePool operation, TensorSpec[] tensors) {
    this.input = tensors[operation.input(0)];
    this.pixels = input.height() * input.width();
    this.start = new float[Lanes.roundUp(input.channels())];
    for (int c = 0; c < input.channels(); c++) {
      start[c] = -pixels * operation.zeroPoint[c];
    }
    this.epilogue =
        new VectorEpilogue(operation.epilogue, tensors, operation.output(), 256L * pixels);
  }

  /** Whether this kernel can do a mean. */
  public static boolean fits(GlobalAveragePool operation, TensorSpec[] tensors) {
    TensorSpec input = tensors[operation.input(0)];
    for (int z : operation.zeroPoint) {
      if (z < ElementType.INT8.min() || z > ElementType.INT8.max()) {
        return false;
      }
    }
    return input.type() == ElementType.INT8 && input.height() * input.width() < 1 << 16;
  }

  @Override
  public int units() {
    return start.length / Lanes.COUNT;
  }

  @Override
  public int scratchFloats() {
    return ROWS * Lanes.COUNT + VectorEpilogue.scratch();
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    for (int unit = begin; unit < end; unit++) {
      int channel = unit * Lanes.COUNT;
      sum(memory.int8, input.arenaOffset() + channel, scratch.floats, channel);
      int count = Math.min(Lanes.COUNT, input.channels() - channel);
      epilogue.apply(
          memory, scratch.floats, 0, Lanes.COUNT, 1, 0, channel, count, ROWS * Lanes.COUNT);
    }
  }

  private void sum(byte[] source, int from, float[] to, int channel) {
    int step = input.channels();
    FloatVector.fromArray(Lanes.FLOAT, start, channel).intoArray(to, 0);
    int done = pixels / ROWS * ROWS;
    if (done > 0) {
      sumRows(source, from, done, to, channel);
    }
    for (int p = done; p < pixels; p++) {
      FloatVector v =
          Lanes.FOUR
              ? Lanes.floats(source, from + p * step)
              : (FloatVector)
                  Lanes.FLOATS.cast(
                      ByteVector.fromArray(Lanes.BYTE, source, from + p * step)
                          .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      v.add(FloatVector.fromArray(Lanes.FLOAT, to, 0)).intoArray(to, 0);
    }
  }

  private void sumRows(byte[] source, int from, int count, float[] to, int channel) {
    int n = Lanes.COUNT;
    int step = input.channels();
    FloatVector s0 = FloatVector.fromArray(Lanes.FLOAT, start, channel);
    FloatVector zero = FloatVector.zero(Lanes.FLOAT);
    FloatVector s1 = zero;
    FloatVector s2 = zero;
    FloatVector s3 = zero;
    for (int p = 0; p < count; p += ROWS) {
      int at = from + p * step;
      FloatVector v0 =
          Lanes.FOUR
              ? Lanes.floats(source, at)
              : (FloatVector)
                  Lanes.FLOATS.cast(
                      ByteVector.fromArray(Lanes.BYTE, source, at)
                          .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      FloatVector v1 =
          Lanes.FOUR
              ? Lanes.floats(source, at + step)
              : (FloatVector)
                  Lanes.FLOATS.cast(
                      ByteVector.fromArray(Lanes.BYTE, source, at + step)
                          .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      FloatVector v2 =
          Lanes.FOUR
              ? Lanes.floats(source, at + 2 * step)
              : (FloatVector)
                  Lanes.FLOATS.cast(
                      ByteVector.fromArray(Lanes.BYTE, source, at + 2 * step)
                          .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      FloatVector v3 =
          Lanes.FOUR
              ? Lanes.floats(source, at + 3 * step)
              : (FloatVector)
                  Lanes.FLOATS.cast(
                      ByteVector.fromArray(Lanes.BYTE, source, at + 3 * step)
                          .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      s0 = v0.add(s0);
      s1 = v1.add(s1);
      s2 = v2.add(s2);
      s3 = v3.add(s3);
    }
    ((FloatVector) Lanes.FLOATS.cast(s0)).intoArray(to, 0);
    ((FloatVector) Lanes.FLOATS.cast(s1)).intoArray(to, n);
    ((FloatVector) Lanes.FLOATS.cast(s2)).intoArray(to, 2 * n);
    ((FloatVector) Lanes.FLOATS.cast(s3)).intoArray(to, 3 * n);
    FloatVector.fromArray(Lanes.FLOAT, to, 0)
        .add(FloatVector.fromArray(Lanes.FLOAT, to, n))
        .add(FloatVector.fromArray(Lanes.FLOAT, to, 2 * n))
        .add(FloatVector.fromArray(Lanes.FLOAT, to, 3 * n))
        .intoArray(to, 0);
  }
}

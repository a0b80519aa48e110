package dev.octet.runtime.vector;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.GlobalAveragePool;
import dev.octet.runtime.schedule.TensorSpec;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Mean over an int8 map, lanes over channels. A sum of fewer than 2^16 differences of bytes is
 * below 2^24 and so exact in float. A part is a vector of channels.
 */
final class MeanKernel implements Kernel {
  private final TensorSpec input;
  private final int pixels;
  private final float[] start;
  private final VectorEpilogue epilogue;

  MeanKernel(GlobalAveragePool operation, TensorSpec[] tensors) {
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
  static boolean fits(GlobalAveragePool operation, TensorSpec[] tensors) {
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
    return Lanes.COUNT + VectorEpilogue.scratch();
  }

  @Override
  public int scratchInts() {
    return 0;
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    for (int unit = begin; unit < end; unit++) {
      int channel = unit * Lanes.COUNT;
      sum(memory.int8, input.arenaOffset() + channel, scratch.floats, channel);
      int count = Math.min(Lanes.COUNT, input.channels() - channel);
      epilogue.apply(memory, scratch.floats, 0, Lanes.COUNT, 1, 0, channel, count, Lanes.COUNT);
    }
  }

  private void sum(byte[] source, int from, float[] to, int channel) {
    FloatVector sum = FloatVector.zero(Lanes.FLOAT);
    int step = input.channels();
    for (int p = 0; p < pixels; p++) {
      FloatVector v =
          (FloatVector)
              Lanes.FLOATS.cast(
                  ByteVector.fromArray(Lanes.BYTE, source, from + p * step)
                      .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      sum = v.add(sum);
    }
    FloatVector.fromArray(Lanes.FLOAT, start, channel).add(sum).intoArray(to, 0);
  }
}

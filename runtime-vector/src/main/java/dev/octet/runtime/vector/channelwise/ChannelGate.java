package dev.octet.runtime.vector.channelwise;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Multiply;
import dev.octet.runtime.vector.epilogue.VectorEpilogue;
import dev.octet.runtime.vector.lanes.Lanes;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The squeeze-excite gate on an int8 map, lanes over channels. The product of a difference of two
 * bytes and one of two shorts is at most 255 * 65535, below 2^24, and so exact in float. A part is
 * a row.
 */
public final class ChannelGate implements Kernel {
  private static final long BOUND = 255L * 65535;

  private final TensorSpec input;
  private final TensorSpec gate;
  private final float[] zero;
  private final int gateZero;
  private final VectorEpilogue epilogue;

  public ChannelGate(Multiply operation, TensorSpec[] tensors) {
    this.input = tensors[operation.input(0)];
    this.gate = tensors[operation.input(1)];
    this.zero = new float[Lanes.roundUp(input.channels())];
    for (int c = 0; c < input.channels(); c++) {
      zero[c] = operation.zeroPoint[c];
    }
    this.gateZero = operation.gateZeroPoint;
    this.epilogue = new VectorEpilogue(operation.epilogue, tensors, operation.output(), BOUND);
  }

  /** Whether this kernel can do a product. */
  public static boolean fits(Multiply operation, TensorSpec[] tensors) {
    TensorSpec input = tensors[operation.input(0)];
    TensorSpec gate = tensors[operation.input(1)];
    for (int z : operation.zeroPoint) {
      if (z < ElementType.INT8.min() || z > ElementType.INT8.max()) {
        return false;
      }
    }
    return input.type() == ElementType.INT8
        && gate.height() == 1
        && gate.width() == 1
        && operation.gateZeroPoint >= gate.type().min()
        && operation.gateZeroPoint <= gate.type().max();
  }

  @Override
  public int units() {
    return input.height();
  }

  @Override
  public int scratchFloats() {
    return zero.length + input.width() * Lanes.COUNT + VectorEpilogue.scratch();
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    float[] x = scratch.floats;
    int channels = input.channels();
    int acc = zero.length;
    for (int c = 0; c < channels; c++) {
      int at = gate.arenaOffset() + c;
      int g = gate.type() == ElementType.INT8 ? memory.int8[at] : memory.int16[at];
      x[c] = g - gateZero;
    }
    int width = input.width();
    for (int c = 0; c < channels; c += Lanes.COUNT) {
      int count = Math.min(Lanes.COUNT, channels - c);
      int from = input.arenaOffset() + begin * width * channels + c;
      if (count == Lanes.COUNT && epilogue.straight(c)) {
        epilogue.applyGate(memory, from, zero, x, (end - begin) * width, c, begin * width);
        continue;
      }
      for (int y = begin; y < end; y++) {
        multiply(memory.int8, from + (y - begin) * width * channels, x, c, acc);
        int spare = acc + width * Lanes.COUNT;
        epilogue.apply(memory, x, acc, Lanes.COUNT, width, y * width, c, count, spare);
      }
    }
  }

  private void multiply(byte[] source, int from, float[] x, int channel, int to) {
    FloatVector z = FloatVector.fromArray(Lanes.FLOAT, zero, channel);
    FloatVector g = FloatVector.fromArray(Lanes.FLOAT, x, channel);
    int step = input.channels();
    int width = input.width();
    for (int p = 0; p < width; p++) {
      FloatVector v =
          Lanes.FOUR
              ? Lanes.floats(source, from + p * step)
              : (FloatVector)
                  Lanes.FLOATS.cast(
                      ByteVector.fromArray(Lanes.BYTE, source, from + p * step)
                          .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      v.sub(z).mul(g).intoArray(x, to + p * Lanes.COUNT);
    }
  }
}

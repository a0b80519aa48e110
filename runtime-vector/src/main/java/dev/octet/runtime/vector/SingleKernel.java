package dev.octet.runtime.vector;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.Convolution;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Fully connected layer. Every weight is used once, so what counts is how many bytes are read: the
 * weights stay bytes, rows padded to whole vectors, and are widened on the way. Sums are float
 * lanes for int8 inputs and int lanes for int16 ones. A part is four outputs.
 */
final class SingleKernel implements Kernel {
  private static final int ROWS = 4;

  /** Bytes of weights that are fetched together. */
  private static final int AHEAD = 1 << 14;

  private final TensorSpec input;
  private final boolean wide;
  private final VectorEpilogue epilogue;
  private final int outputs;
  private final int depth;
  private final int pitch;
  private final byte[] weights;
  private final int[] bias;

  /** Parts whose weights are fetched together. */
  private final int ahead;

  SingleKernel(Convolution operation, TensorSpec[] tensors, long bound) {
    this.input = tensors[operation.input(0)];
    this.wide = input.type() == ElementType.INT16;
    this.epilogue = new VectorEpilogue(operation.epilogue, tensors, operation.output(), bound);
    this.outputs = operation.bias.length;
    this.depth = input.channels();
    this.pitch = Lanes.roundUp(depth);
    this.ahead = Math.max(1, AHEAD / (ROWS * pitch));
    int rows = (outputs + ROWS - 1) / ROWS * ROWS;
    this.bias = Arrays.copyOf(operation.bias, rows);
    this.weights = new byte[rows * pitch];
    byte[] data = operation.weights.data();
    for (int o = 0; o < outputs; o++) {
      System.arraycopy(data, operation.weights.offset() + o * depth, weights, o * pitch, depth);
    }
  }

  @Override
  public int units() {
    return bias.length / ROWS;
  }

  @Override
  public int scratchFloats() {
    return 2 * pitch + 2 * ROWS + bias.length + Lanes.COUNT + VectorEpilogue.scratch();
  }

  @Override
  public int scratchInts() {
    return 0;
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    float[] x = scratch.floats;
    if (wide) {
      runWide(memory, x, begin, end);
      return;
    }
    Lanes.widen(memory.int8, input.arenaOffset(), x, 0, depth);
    Arrays.fill(x, depth, pitch, 0);
    int sums = 2 * pitch;
    for (int unit = begin; unit < end; unit++) {
      int to = sums + (unit - begin) * ROWS;
      if ((unit - begin) % ahead == 0) {
        int rows = Math.min(ahead, end - unit) * ROWS;
        x[to] = Lanes.touch(weights, unit * ROWS * pitch, rows * pitch);
      }
      sum(x, 0, unit * ROWS, to);
      for (int i = 0; i < ROWS; i++) {
        x[to + i] += bias[unit * ROWS + i];
      }
    }
    int first = begin * ROWS;
    int count = Math.min(outputs, end * ROWS) - first;
    int spare = sums + bias.length + Lanes.COUNT;
    epilogue.apply(memory, x, sums, count, 1, 0, first, count, spare);
  }

  /** An int16 input is 256 times its high byte plus its low byte: two exact sums. */
  private void runWide(Memory memory, float[] x, int begin, int end) {
    for (int k = 0; k < depth; k++) {
      int value = memory.int16[input.arenaOffset() + k];
      x[k] = value >> 8;
      x[pitch + k] = value & 0xff;
    }
    Arrays.fill(x, depth, pitch, 0);
    Arrays.fill(x, pitch + depth, 2 * pitch, 0);
    int high = 2 * pitch;
    int low = high + ROWS;
    for (int row = begin * ROWS; row < end * ROWS; row += ROWS) {
      sumBoth(x, row, high, low);
      for (int i = 0; i < ROWS && row + i < outputs; i++) {
        long acc = 256 * (long) x[high + i] + (long) x[low + i] + bias[row + i];
        epilogue.applyOne(memory, acc, row + i);
      }
    }
  }

  private void sum(float[] x, int xo, int row, int to) {
    FloatVector zero = FloatVector.zero(Lanes.FLOAT);
    FloatVector a = zero;
    FloatVector b = zero;
    FloatVector c = zero;
    FloatVector d = zero;
    int r0 = row * pitch;
    int r1 = r0 + pitch;
    int r2 = r1 + pitch;
    int r3 = r2 + pitch;
    for (int k = 0; k < pitch; k += Lanes.COUNT) {
      FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, xo + k);
      FloatVector w0 =
          (FloatVector)
              Lanes.FLOATS.cast(
                  ByteVector.fromArray(Lanes.BYTE, weights, r0 + k)
                      .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      FloatVector w1 =
          (FloatVector)
              Lanes.FLOATS.cast(
                  ByteVector.fromArray(Lanes.BYTE, weights, r1 + k)
                      .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      FloatVector w2 =
          (FloatVector)
              Lanes.FLOATS.cast(
                  ByteVector.fromArray(Lanes.BYTE, weights, r2 + k)
                      .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      FloatVector w3 =
          (FloatVector)
              Lanes.FLOATS.cast(
                  ByteVector.fromArray(Lanes.BYTE, weights, r3 + k)
                      .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      a = v.fma(w0, a);
      b = v.fma(w1, b);
      c = v.fma(w2, c);
      d = v.fma(w3, d);
    }
    x[to] = zero.add(a).reduceLanes(VectorOperators.ADD);
    x[to + 1] = zero.add(b).reduceLanes(VectorOperators.ADD);
    x[to + 2] = zero.add(c).reduceLanes(VectorOperators.ADD);
    x[to + 3] = zero.add(d).reduceLanes(VectorOperators.ADD);
  }

  /** Four rows' sums with both parts of an int16 input; a weight is widened once for the two. */
  private void sumBoth(float[] x, int row, int high, int low) {
    FloatVector zero = FloatVector.zero(Lanes.FLOAT);
    FloatVector h0 = zero;
    FloatVector h1 = zero;
    FloatVector h2 = zero;
    FloatVector h3 = zero;
    FloatVector l0 = zero;
    FloatVector l1 = zero;
    FloatVector l2 = zero;
    FloatVector l3 = zero;
    int r0 = row * pitch;
    int r1 = r0 + pitch;
    int r2 = r1 + pitch;
    int r3 = r2 + pitch;
    for (int k = 0; k < pitch; k += Lanes.COUNT) {
      FloatVector h = FloatVector.fromArray(Lanes.FLOAT, x, k);
      FloatVector l = FloatVector.fromArray(Lanes.FLOAT, x, pitch + k);
      FloatVector w0 =
          (FloatVector)
              Lanes.FLOATS.cast(
                  ByteVector.fromArray(Lanes.BYTE, weights, r0 + k)
                      .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      FloatVector w1 =
          (FloatVector)
              Lanes.FLOATS.cast(
                  ByteVector.fromArray(Lanes.BYTE, weights, r1 + k)
                      .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      FloatVector w2 =
          (FloatVector)
              Lanes.FLOATS.cast(
                  ByteVector.fromArray(Lanes.BYTE, weights, r2 + k)
                      .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      FloatVector w3 =
          (FloatVector)
              Lanes.FLOATS.cast(
                  ByteVector.fromArray(Lanes.BYTE, weights, r3 + k)
                      .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      h0 = h.fma(w0, h0);
      l0 = l.fma(w0, l0);
      h1 = h.fma(w1, h1);
      l1 = l.fma(w1, l1);
      h2 = h.fma(w2, h2);
      l2 = l.fma(w2, l2);
      h3 = h.fma(w3, h3);
      l3 = l.fma(w3, l3);
    }
    x[high] = ((FloatVector) Lanes.FLOATS.cast(h0)).reduceLanes(VectorOperators.ADD);
    x[high + 1] = ((FloatVector) Lanes.FLOATS.cast(h1)).reduceLanes(VectorOperators.ADD);
    x[high + 2] = ((FloatVector) Lanes.FLOATS.cast(h2)).reduceLanes(VectorOperators.ADD);
    x[high + 3] = ((FloatVector) Lanes.FLOATS.cast(h3)).reduceLanes(VectorOperators.ADD);
    x[low] = ((FloatVector) Lanes.FLOATS.cast(l0)).reduceLanes(VectorOperators.ADD);
    x[low + 1] = ((FloatVector) Lanes.FLOATS.cast(l1)).reduceLanes(VectorOperators.ADD);
    x[low + 2] = ((FloatVector) Lanes.FLOATS.cast(l2)).reduceLanes(VectorOperators.ADD);
    x[low + 3] = ((FloatVector) Lanes.FLOATS.cast(l3)).reduceLanes(VectorOperators.ADD);
  }
}

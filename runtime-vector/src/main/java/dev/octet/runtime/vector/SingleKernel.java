package dev.octet.runtime.vector;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.Convolution;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Fully connected layer. Every weight is used once, so what counts is how many bytes are read: the
 * weights stay bytes, rows padded to whole vectors, and are widened on the way. Sums are float
 * lanes for int8 inputs and int lanes for int16 ones. A part is a run of four outputs.
 */
final class SingleKernel implements Kernel {
  private static final int ROWS = 4;

  private final TensorSpec input;
  private final boolean wide;
  private final VectorEpilogue epilogue;
  private final int outputs;
  private final int depth;
  private final int pitch;
  private final byte[] weights;
  private final int[] bias;

  SingleKernel(Convolution operation, TensorSpec[] tensors, long bound) {
    this.input = tensors[operation.input(0)];
    this.wide = input.type() == ElementType.INT16;
    this.epilogue = new VectorEpilogue(operation.epilogue, tensors, operation.output(), bound);
    this.outputs = operation.bias.length;
    this.depth = input.channels();
    this.pitch = Lanes.roundUp(depth);
    int rows = (outputs + ROWS - 1) / ROWS * ROWS;
    this.bias = java.util.Arrays.copyOf(operation.bias, rows);
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
    return pitch + bias.length + Lanes.COUNT + VectorEpilogue.scratch();
  }

  @Override
  public int scratchInts() {
    return pitch;
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    if (wide) {
      int[] x = scratch.ints;
      for (int k = 0; k < depth; k++) {
        x[k] = memory.int16[input.arenaOffset() + k];
      }
      java.util.Arrays.fill(x, depth, pitch, 0);
      for (int unit = begin; unit < end; unit++) {
        runWide(memory, x, unit * ROWS);
      }
      return;
    }
    float[] x = scratch.floats;
    Lanes.widen(memory.int8, input.arenaOffset(), x, 0, depth);
    java.util.Arrays.fill(x, depth, pitch, 0);
    for (int unit = begin; unit < end; unit++) {
      sum(x, unit * ROWS, pitch + (unit - begin) * ROWS);
    }
    int first = begin * ROWS;
    int count = Math.min(outputs, end * ROWS) - first;
    int spare = pitch + bias.length + Lanes.COUNT;
    epilogue.apply(memory, x, pitch, count, 1, 0, first, count, spare);
  }

  private void sum(float[] x, int row, int to) {
    FloatVector a = FloatVector.zero(Lanes.FLOAT);
    FloatVector b = FloatVector.zero(Lanes.FLOAT);
    FloatVector c = FloatVector.zero(Lanes.FLOAT);
    FloatVector d = FloatVector.zero(Lanes.FLOAT);
    int r0 = row * pitch;
    int r1 = r0 + pitch;
    int r2 = r1 + pitch;
    int r3 = r2 + pitch;
    for (int k = 0; k < pitch; k += Lanes.COUNT) {
      FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, k);
      a =
          v.fma(
              (FloatVector)
                  ByteVector.fromArray(Lanes.BYTE, weights, r0 + k)
                      .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0),
              a);
      b =
          v.fma(
              (FloatVector)
                  ByteVector.fromArray(Lanes.BYTE, weights, r1 + k)
                      .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0),
              b);
      c =
          v.fma(
              (FloatVector)
                  ByteVector.fromArray(Lanes.BYTE, weights, r2 + k)
                      .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0),
              c);
      d =
          v.fma(
              (FloatVector)
                  ByteVector.fromArray(Lanes.BYTE, weights, r3 + k)
                      .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0),
              d);
    }
    x[to] = bias[row] + a.reduceLanes(VectorOperators.ADD);
    x[to + 1] = bias[row + 1] + b.reduceLanes(VectorOperators.ADD);
    x[to + 2] = bias[row + 2] + c.reduceLanes(VectorOperators.ADD);
    x[to + 3] = bias[row + 3] + d.reduceLanes(VectorOperators.ADD);
  }

  private void runWide(Memory memory, int[] x, int row) {
    IntVector a = IntVector.zero(Lanes.INT);
    IntVector b = IntVector.zero(Lanes.INT);
    IntVector c = IntVector.zero(Lanes.INT);
    IntVector d = IntVector.zero(Lanes.INT);
    int r0 = row * pitch;
    int r1 = r0 + pitch;
    int r2 = r1 + pitch;
    int r3 = r2 + pitch;
    for (int k = 0; k < pitch; k += Lanes.COUNT) {
      IntVector v = IntVector.fromArray(Lanes.INT, x, k);
      a =
          a.add(
              v.mul(
                  (IntVector)
                      ByteVector.fromArray(Lanes.BYTE, weights, r0 + k)
                          .convertShape(VectorOperators.B2I, Lanes.INT, 0)));
      b =
          b.add(
              v.mul(
                  (IntVector)
                      ByteVector.fromArray(Lanes.BYTE, weights, r1 + k)
                          .convertShape(VectorOperators.B2I, Lanes.INT, 0)));
      c =
          c.add(
              v.mul(
                  (IntVector)
                      ByteVector.fromArray(Lanes.BYTE, weights, r2 + k)
                          .convertShape(VectorOperators.B2I, Lanes.INT, 0)));
      d =
          d.add(
              v.mul(
                  (IntVector)
                      ByteVector.fromArray(Lanes.BYTE, weights, r3 + k)
                          .convertShape(VectorOperators.B2I, Lanes.INT, 0)));
    }
    finish(memory, row, a.reduceLanes(VectorOperators.ADD));
    finish(memory, row + 1, b.reduceLanes(VectorOperators.ADD));
    finish(memory, row + 2, c.reduceLanes(VectorOperators.ADD));
    finish(memory, row + 3, d.reduceLanes(VectorOperators.ADD));
  }

  private void finish(Memory memory, int output, int sum) {
    if (output < outputs) {
      epilogue.applyOne(memory, (long) sum + bias[output], output);
    }
  }
}

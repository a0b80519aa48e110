package dev.octet.runtime.vector.dense;

import dev.octet.runtime.format.check.AccumulatorBounds;
import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.kernel.scalar.ScalarEpilogue;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Weights;
import dev.octet.runtime.vector.lanes.Lanes;
import dev.octet.runtime.vector.tiles.FullyConnectedTiles;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Fully connected layer in ints. Every weight is used once, so what counts is how many bytes are
 * read, and that they are read in order: the weights stay bytes, in panels of four vectors of
 * outputs, [depth][lanes of the panel], which is a cache line a term with AVX-512. The last panel
 * has four or two vectors. A part is a panel.
 */
public final class FullyConnected implements Kernel {
  /** Vectors of a panel. */
  private static final int FULL = 4;

  private static final int WIDTH = FULL * Lanes.COUNT;

  private final TensorSpec input;
  private final boolean wide;
  private final ScalarEpilogue epilogue;
  private final int outputs;
  private final int depth;
  private final byte[] weights;

  /** Where sums start from, padded like the panels. */
  private final int[] bias;

  public FullyConnected(Convolution operation, TensorSpec[] tensors) {
    this.input = tensors[operation.input(0)];
    this.wide = input.type().wide();
    this.epilogue = new ScalarEpilogue(operation.epilogue, tensors, operation.output());
    this.outputs = operation.bias.length;
    this.depth = input.channels();
    int least = Lanes.FOUR ? WIDTH : 2 * Lanes.COUNT;
    int padded = (outputs + least - 1) / least * least;
    this.bias = new int[padded];
    System.arraycopy(operation.bias, 0, bias, 0, outputs);
    this.weights = new byte[padded * depth + Lanes.REACH];
    for (int first = 0; first < outputs; first += WIDTH) {
      int lanes = Math.min(WIDTH, padded - first);
      pack(operation.weights, first, Math.min(lanes, outputs - first), lanes);
    }
  }

  private void pack(Weights source, int first, int count, int lanes) {
    byte[] data = source.data();
    for (int k = 0; k < depth; k++) {
      int from = source.offset() + first * depth + k;
      int to = first * depth + k * lanes;
      for (int i = 0; i < count; i++) {
        weights[to + place(i)] = data[from + i * depth];
      }
    }
  }

  /** Where an output's weight stands among a term's: see {@link FullyConnectedTiles#quad}. */
  private static int place(int output) {
    return Lanes.FOUR ? output % Lanes.COUNT * FULL + output / Lanes.COUNT : output;
  }

  /** Whether it is fully connected and its sums fit an int. */
  public static boolean fits(Convolution operation, TensorSpec[] tensors) {
    TensorSpec input = tensors[operation.input(0)];
    return operation.groups == 1
        && operation.window.isPointwise()
        && input.height() == 1
        && input.width() == 1
        && AccumulatorBounds.fitsInt(operation, input.type());
  }

  @Override
  public int units() {
    return (bias.length + WIDTH - 1) / WIDTH;
  }

  @Override
  public int scratchInts() {
    return Lanes.roundUp(depth) + bias.length;
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    int[] x = scratch.ints;
    if (wide) {
      widen(memory.int16, input.arenaOffset(), x, depth);
    } else {
      widen(memory.int8, input.arenaOffset(), x, depth);
    }
    int first = begin * WIDTH;
    int last = Math.min(bias.length, end * WIDTH);
    int sums = Lanes.roundUp(depth);
    for (int o = first; o < last; o += WIDTH) {
      if (Lanes.FOUR) {
        FullyConnectedTiles.quad(x, depth, weights, bias, o, sums + o - first);
      } else if (last - o >= WIDTH) {
        FullyConnectedTiles.panel4(x, depth, weights, bias, o, sums + o - first);
      } else {
        FullyConnectedTiles.panel2(x, depth, weights, bias, o, sums + o - first);
      }
    }
    epilogue.alongChannels(memory, x, sums, 0, first, Math.min(outputs, last) - first);
  }

  private static void widen(byte[] source, int from, int[] x, int count) {
    for (int k = 0; k < count; k += Lanes.COUNT) {
      (Lanes.FOUR
              ? Lanes.ints(source, from + k)
              : (IntVector)
                  ByteVector.fromArray(Lanes.BYTE, source, from + k)
                      .convertShape(VectorOperators.B2I, Lanes.INT, 0))
          .intoArray(x, k);
    }
  }

  private static void widen(short[] source, int from, int[] x, int count) {
    for (int k = 0; k < count; k += Lanes.COUNT) {
      ((IntVector)
              ShortVector.fromArray(Lanes.SHORT, source, from + k)
                  .convertShape(VectorOperators.S2I, Lanes.INT, 0))
          .intoArray(x, k);
    }
  }
}

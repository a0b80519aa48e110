package dev.octet.runtime.kernel.scalar.product;

import dev.octet.runtime.format.check.AccumulatorBounds;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.operation.Convolution;
import java.util.Arrays;

/**
 * Products of floats. Integers up to 2^24 are floats, so sums below that are exact in whatever
 * order they are added, and rounded once or twice.
 */
final class FloatProducts extends PixelProducts {
  private static final int LIMIT = 1 << 24;

  private final float[] bias;
  private final float[] weights;
  private final boolean wide;

  /**
   * Prepares them.
   *
   * @param wide whether the inputs are stored in shorts
   */
  FloatProducts(Convolution operation, int depth, boolean wide) {
    super(depth);
    this.wide = wide;
    int outputs = operation.bias.length;
    this.bias = new float[outputs];
    this.weights = new float[outputs * depth];
    for (int o = 0; o < outputs; o++) {
      bias[o] = operation.bias[o];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] = operation.weights.at(i);
    }
  }

  /** Whether no sum over inputs of a type is larger than 2^24. */
  static boolean fits(Convolution operation, ElementType input) {
    for (int c = 0; c < operation.bias.length; c++) {
      if (AccumulatorBounds.convolution(operation, c, input) > LIMIT) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void gather(
      Memory memory, Scratch scratch, int term, int channel, short pad, int count, int length) {
    float[] row = scratch.floatRows(depth + 1, length)[term];
    if (wide) {
      PixelRows.gather(row, memory.int16, scratch.ints, channel, pad, count);
    } else {
      PixelRows.gather(row, memory.int8, scratch.ints, channel, pad, count);
    }
  }

  @Override
  public void sum(Scratch scratch, int output, int length) {
    float[][] x = scratch.floatRows(depth + 1, length);
    float[] acc = x[depth];
    Arrays.fill(acc, 0, length, bias[output]);
    FloatLoops.add(acc, x, weights, output * depth, depth, length);
    narrow(acc, scratch.ints, length);
  }

  private static void narrow(float[] acc, int[] sums, int length) {
    for (int i = 0; i < length; i++) {
      sums[i] = (int) acc[i];
    }
  }
}

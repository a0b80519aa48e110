package dev.octet.runtime.format.check;

import dev.octet.runtime.format.bytes.FormatLimits;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.epilogue.Epilogue;
import dev.octet.runtime.schedule.operation.Convolution;

/**
 * Proofs that nothing overflows (docs/arithmetic.md, equations 15 to 17): an accumulator stays
 * below 2^31 over inputs of 8 bits and below 2^40 over wider ones, and an epilogue stays inside 64
 * bits. The quantizer asks here when it writes, the runtime when it loads.
 */
public final class AccumulatorBounds {
  private AccumulatorBounds() {}

  /** What an accumulator over inputs of a type must stay below. */
  public static long limit(ElementType input) {
    return input.wide() ? FormatLimits.ACCUMULATOR_INT16 : FormatLimits.ACCUMULATOR_INT8;
  }

  /** The largest magnitude of an element of a type. */
  public static long magnitude(ElementType type) {
    return -(long) type.min();
  }

  /** The largest magnitude of {@code x - zeroPoint} over all elements x of a type. */
  public static long magnitude(ElementType type, int zeroPoint) {
    return Math.max(type.max() - (long) zeroPoint, zeroPoint - (long) type.min());
  }

  /**
   * The largest magnitude that a channel's accumulator can have at any time: {@code |bias| + sum|w|
   * * max|x|} over raw elements.
   *
   * @param channel the output channel
   * @param input the input's element type
   */
  public static long convolution(Convolution operation, int channel, ElementType input) {
    int perChannel = operation.weights.length() / operation.bias.length;
    return Math.abs((long) operation.bias[channel])
        + absoluteSum(operation, channel * perChannel, perChannel) * magnitude(input);
  }

  /** Whether the accumulators of all channels fit an int at any time. */
  public static boolean fitsInt(Convolution operation, ElementType input) {
    for (int c = 0; c < operation.bias.length; c++) {
      if (convolution(operation, c, input) > Integer.MAX_VALUE) {
        return false;
      }
    }
    return true;
  }

  /** As {@link #convolution}, for the worst weights there are. */
  public static long anyWeights(Convolution operation, int channel, ElementType input) {
    int perChannel = operation.weights.length() / operation.bias.length;
    return Math.abs((long) operation.bias[channel])
        + (long) Byte.MAX_VALUE * perChannel * magnitude(input);
  }

  private static long absoluteSum(Convolution operation, int from, int count) {
    byte[] data = operation.weights.data();
    int start = operation.weights.offset() + from;
    long sum = 0;
    for (int i = start; i < start + count; i++) {
      sum += Math.abs(data[i]);
    }
    return sum;
  }

  /**
   * Whether a channel's epilogue stays inside 64 bits for every accumulator up to a magnitude and
   * every residual element.
   *
   * @param channel the channel
   * @param accumulator the largest magnitude of the accumulator, below 2^41
   * @param tensors the schedule's tensors, for the residual's type
   */
  public static boolean epilogueFits(
      Epilogue epilogue, int channel, long accumulator, TensorSpec[] tensors) {
    try {
      long sum =
          Math.addExact(
              Math.multiplyExact(accumulator, epilogue.rescale.multiplier[channel]),
              1L << (epilogue.rescale.shift[channel] - 1));
      if (epilogue.residual != null) {
        long element =
            magnitude(
                tensors[epilogue.residual.tensor].type(), epilogue.residual.zeroPoint[channel]);
        sum =
            Math.addExact(sum, Math.multiplyExact(element, epilogue.residual.multiplier[channel]));
      }
      return sum >= 0;
    } catch (ArithmeticException e) {
      return false;
    }
  }
}

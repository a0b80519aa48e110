package dev.octet.runtime.kernel.reference;

import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Requantize;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Softmax;

/** Softmax over the channels of each pixel (docs/arithmetic.md, equation 40). */
final class ReferenceSoftmax extends PixelwiseKernel<Softmax> {
  /** Fraction bits of an exponent. */
  private static final int BITS = 15;

  private static final int INDEX_BITS = 8;
  private static final int BELOW = BITS - INDEX_BITS;

  /** Powers of two of 0 to -1. */
  private static final int[] POWERS = powers();

  private final ElementType type;

  ReferenceSoftmax(Softmax operation, TensorSpec[] tensors) {
    super(operation, tensors);
    this.type = tensors[operation.output()].type();
  }

  private static int[] powers() {
    int[] powers = new int[(1 << INDEX_BITS) + 1];
    for (int i = 0; i < powers.length; i++) {
      double exponent = -i / (double) (1 << INDEX_BITS);
      powers[i] = (int) StrictMath.rint(StrictMath.pow(2, exponent) * (1 << 30));
    }
    return powers;
  }

  @Override
  void pixel(Memory memory, Scratch scratch, int first, int end) {
    int[] powers = scratch.ints;
    int largest = Integer.MIN_VALUE;
    for (int i = first; i < end; i++) {
      largest = Math.max(largest, input.get(memory, i));
    }
    long sum = 0;
    for (int i = first; i < end; i++) {
      powers[i - first] = power(largest - input.get(memory, i));
      sum += powers[i - first];
    }
    for (int i = first; i < end; i++) {
      long q = (((long) powers[i - first] << operation.fractionBits) + (sum >> 1)) / sum;
      output.set(memory, i, Requantize.clamp(q + operation.offset, type.min(), type.max()));
    }
  }

  /** {@code exp(-difference)} in units of 2^-30. */
  private int power(int difference) {
    long exponent = Requantize.rescale(difference, operation.multiplier, operation.shift);
    if (exponent >= 31L << BITS) {
      return 0;
    }
    int index = (int) (exponent >> BELOW) & ((1 << INDEX_BITS) - 1);
    int fraction = (int) exponent & ((1 << BELOW) - 1);
    int step = POWERS[index] - POWERS[index + 1];
    int power = POWERS[index] - ((step * fraction + (1 << (BELOW - 1))) >> BELOW);
    return power >> (int) (exponent >> BITS);
  }
}

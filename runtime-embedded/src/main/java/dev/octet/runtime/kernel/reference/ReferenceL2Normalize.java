package dev.octet.runtime.kernel.reference;

import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Requantize;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.L2Normalize;

/** The channels of each pixel over their Euclidean length (docs/arithmetic.md, equation 41). */
final class ReferenceL2Normalize extends PixelwiseKernel<L2Normalize> {
  private final ElementType type;

  ReferenceL2Normalize(L2Normalize operation, TensorSpec[] tensors) {
    super(operation, tensors);
    this.type = tensors[operation.output()].type();
  }

  @Override
  void pixel(Memory memory, Scratch scratch, int first, int end) {
    long sum = 0;
    for (int i = first; i < end; i++) {
      long value = (long) input.get(memory, i) - operation.zeroPoint;
      sum += value * value;
    }
    sum = Math.max(sum, operation.least);
    // An even shift, so that the root has 30 bits or 31.
    int half = (Long.numberOfLeadingZeros(sum) - 2) / 2;
    long root = root(sum << (2 * half));
    int shift = operation.fractionBits + half + 1;
    for (int i = first; i < end; i++) {
      long value = (long) input.get(memory, i) - operation.zeroPoint;
      long q = Math.floorDiv((value << shift) + root, 2 * root);
      output.set(memory, i, Requantize.clamp(q + operation.offset, type.min(), type.max()));
    }
  }

  /** The largest whole number whose square is at most {@code square}, which is below 2^62. */
  static long root(long square) {
    long root = (long) Math.sqrt((double) square);
    while (root * root > square) {
      root--;
    }
    while ((root + 1) * (root + 1) <= square) {
      root++;
    }
    return root;
  }
}

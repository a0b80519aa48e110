package dev.octet.runtime.schedule;

import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Operation;

/**
 * Multiply-accumulates, as papers count them: those of convolutions; padding counts, biases do not.
 */
public final class Macs {
  private Macs() {}

  /** The multiply-accumulates of one step, 0 for all but convolutions. */
  public static long of(Operation operation, TensorSpec[] tensors) {
    if (!(operation instanceof Convolution)) {
      return 0;
    }
    TensorSpec output = tensors[operation.output()];
    return (long) output.height() * output.width() * ((Convolution) operation).weights.length();
  }

  /** The multiply-accumulates of a whole schedule that read elements of 16 bits. */
  public static long ofWide(Schedule schedule) {
    long sum = 0;
    for (Operation operation : schedule.operations) {
      if (schedule.tensors[operation.input(0)].type() == ElementType.INT16) {
        sum += of(operation, schedule.tensors);
      }
    }
    return sum;
  }

  /** The multiply-accumulates of a whole schedule. */
  public static long of(Schedule schedule) {
    long sum = 0;
    for (Operation operation : schedule.operations) {
      sum += of(operation, schedule.tensors);
    }
    return sum;
  }
}

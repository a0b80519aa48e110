package dev.octet.quantizer.write;

import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.LeakyRelu;
import dev.octet.runtime.schedule.operation.Operation;

/**
 * The format version that a schedule needs: the oldest one, so that older runtimes read it, too.
 */
final class FormatVersion {
  private FormatVersion() {}

  /** 1, or 2 where an operation or a tensor's bits need it. */
  static int of(Schedule schedule) {
    for (Operation operation : schedule.operations) {
      if (operation instanceof LeakyRelu) {
        return 2;
      }
    }
    for (TensorSpec tensor : schedule.tensors) {
      if (tensor.type() != ElementType.INT8 && tensor.type() != ElementType.INT16) {
        return 2;
      }
    }
    return 1;
  }
}

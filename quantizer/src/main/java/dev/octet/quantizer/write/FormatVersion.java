package dev.octet.quantizer.write;

import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Curve;
import dev.octet.runtime.schedule.operation.L2Normalize;
import dev.octet.runtime.schedule.operation.LeakyRelu;
import dev.octet.runtime.schedule.operation.Operation;
import dev.octet.runtime.schedule.operation.Rearrange;
import dev.octet.runtime.schedule.operation.Resize;
import dev.octet.runtime.schedule.operation.Softmax;
import java.util.Set;

/**
 * The format version that a schedule needs: the oldest one, so that older runtimes read it, too.
 */
final class FormatVersion {
  /** Operations of version 2. */
  private static final Set<Class<? extends Operation>> SECOND =
      Set.of(
          LeakyRelu.class,
          Rearrange.class,
          Resize.class,
          Curve.class,
          Softmax.class,
          L2Normalize.class);

  private FormatVersion() {}

  /** 1, or 2 where an operation, a tensor's bits or the outputs need it. */
  static int of(Schedule schedule) {
    if (!schedule.isRow()) {
      return 2;
    }
    for (Operation operation : schedule.operations) {
      if (SECOND.contains(operation.getClass())) {
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

package dev.octet.runtime.format.operation;

import dev.octet.runtime.format.check.Check;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Operation;

/** All kinds of operations that a file may have. */
public final class OperationFormats {
  private static final OperationFormat<?>[] ALL = {
    new ConvolutionFormat(),
    new ElementwiseFormat(),
    new MultiplyFormat(),
    new GlobalAveragePoolFormat(),
    new AveragePoolFormat(),
    new MaxPoolFormat(),
    new ConcatFormat(),
    new PadFormat(),
  };

  private OperationFormats() {}

  /** The kind of a code, or null when there is none. */
  static OperationFormat<?> of(int code) {
    for (OperationFormat<?> format : ALL) {
      if (format.code == code) {
        return format;
      }
    }
    return null;
  }

  /**
   * Validates one operation: shapes, ranges, and that nothing in it can overflow.
   *
   * @param tensors the schedule's tensors, which are checked already
   * @param check says where when something is wrong
   * @throws dev.octet.runtime.OctetException INPUT when the operation is not right
   */
  public static void check(Operation operation, TensorSpec[] tensors, Check check) {
    for (OperationFormat<?> format : ALL) {
      if (format.kind == operation.getClass()) {
        check(format, operation, tensors, check);
        return;
      }
    }
    throw new IllegalArgumentException("no file has a " + operation.getClass());
  }

  private static <T extends Operation> void check(
      OperationFormat<T> format, Operation operation, TensorSpec[] tensors, Check check) {
    format.check(format.kind.cast(operation), tensors, check);
  }
}

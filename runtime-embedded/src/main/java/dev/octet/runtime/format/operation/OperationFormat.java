package dev.octet.runtime.format.operation;

import dev.octet.runtime.format.check.Check;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Operation;

/**
 * One kind of operation in a file (docs/format.md): how its fields are read, and what must hold of
 * them. Without a type parameter, which would cost each kind two more methods in a jar that is kept
 * small.
 */
abstract class OperationFormat {
  /** The operation's code in a file. */
  final int code;

  /** The kind's class. */
  final Class<? extends Operation> kind;

  OperationFormat(int code, Class<? extends Operation> kind) {
    this.code = code;
    this.kind = kind;
  }

  /**
   * Reads the fields after code and name.
   *
   * @throws dev.octet.runtime.OctetException INPUT where the bytes are not such an operation
   */
  abstract Operation read(OperationReader in, String name);

  /**
   * Refuses an operation whose shapes do not fit, whose integers are out of range, or in which
   * something could overflow.
   *
   * @param operation one of this kind
   * @param tensors the schedule's tensors, which are checked already
   * @param check says where when something is wrong
   */
  abstract void check(Operation operation, TensorSpec[] tensors, Check check);

  /** Refuses tensors of two types or scales. */
  static void sameQuantization(Check check, TensorSpec in, TensorSpec out) {
    boolean same = in.type() == out.type();
    for (int c = 0; same && c < in.channels(); c++) {
      same = in.scale(c) == out.scale(c) && in.zeroPoint(c) == out.zeroPoint(c);
    }
    check.require(same, "input and output do not have one type and scale");
  }

  /** Refuses padding values that are no elements of a tensor. */
  static void inType(Check check, short[] values, TensorSpec tensor) {
    for (short value : values) {
      check.range("a padding value", value, tensor.type().min(), tensor.type().max());
    }
  }
}

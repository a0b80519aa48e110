package dev.octet.runtime.format.operation;

import dev.octet.runtime.format.check.Check;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Operation;

/** A kind of operation that names one input, then its output, then what else it has. */
abstract class SingleInputFormat extends OperationFormat {
  SingleInputFormat(int code, Class<? extends Operation> kind) {
    super(code, kind);
  }

  @Override
  final Operation read(OperationReader in, String name) {
    return read(in, name, in.tensor(), in.tensor());
  }

  /** As {@link #read(OperationReader, String)}, after the two tensors. */
  abstract Operation read(OperationReader in, String name, int input, int output);

  @Override
  final void check(Operation operation, TensorSpec[] tensors, Check check) {
    TensorSpec out = tensors[operation.output()];
    check(operation, tensors[operation.input(0)], out, tensors, check);
  }

  /** As {@link #check(Operation, TensorSpec[], Check)}, with the tensors that the kind names. */
  abstract void check(
      Operation operation, TensorSpec in, TensorSpec out, TensorSpec[] tensors, Check check);
}

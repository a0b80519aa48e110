package dev.octet.runtime.format.operation;

import dev.octet.runtime.format.bytes.OctetFormat;
import dev.octet.runtime.format.check.Check;
import dev.octet.runtime.format.check.ShapeCheck;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.MaxPool;
import dev.octet.runtime.schedule.operation.Operation;

/** Maxima over a window. */
final class MaxPoolFormat extends OperationFormat {
  MaxPoolFormat() {
    super(OctetFormat.MAX_POOL, MaxPool.class);
  }

  @Override
  Operation read(OperationReader in, String name) {
    return new MaxPool(name, in.tensor(), in.tensor(), in.window());
  }

  @Override
  void check(Operation operation, TensorSpec[] tensors, Check check) {
    MaxPool op = (MaxPool) operation;
    TensorSpec in = tensors[op.input(0)];
    TensorSpec out = tensors[op.output()];
    ShapeCheck.poolWindow(check, op.window, in, out);
    check.count("the output's channels", out.channels(), in.channels());
    sameQuantization(check, in, out);
  }
}

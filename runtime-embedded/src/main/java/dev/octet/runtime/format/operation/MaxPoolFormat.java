package dev.octet.runtime.format.operation;

import dev.octet.runtime.format.bytes.OctetFormat;
import dev.octet.runtime.format.check.Check;
import dev.octet.runtime.format.check.ShapeCheck;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.MaxPool;
import dev.octet.runtime.schedule.operation.Operation;

/** Maxima over a window. */
final class MaxPoolFormat extends SingleInputFormat {
  MaxPoolFormat() {
    super(OctetFormat.MAX_POOL, MaxPool.class);
  }

  @Override
  Operation read(OperationReader in, String name, int input, int output) {
    return new MaxPool(name, input, output, in.window());
  }

  @Override
  void check(
      Operation operation, TensorSpec in, TensorSpec out, TensorSpec[] tensors, Check check) {
    MaxPool op = (MaxPool) operation;
    ShapeCheck.poolWindow(check, op.window, in, out);
    check.count("the output's channels", out.channels(), in.channels());
    sameQuantization(check, in, out);
  }
}

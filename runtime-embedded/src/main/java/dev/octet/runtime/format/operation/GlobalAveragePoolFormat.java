package dev.octet.runtime.format.operation;

import dev.octet.runtime.format.bytes.OctetFormat;
import dev.octet.runtime.format.check.AccumulatorBounds;
import dev.octet.runtime.format.check.Check;
import dev.octet.runtime.format.check.EpilogueCheck;
import dev.octet.runtime.format.check.ShapeCheck;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.GlobalAveragePool;
import dev.octet.runtime.schedule.operation.Operation;

/** Means over all pixels. */
final class GlobalAveragePoolFormat extends SingleInputFormat {
  GlobalAveragePoolFormat() {
    super(OctetFormat.GLOBAL_AVERAGE_POOL, GlobalAveragePool.class);
  }

  @Override
  Operation read(OperationReader in, String name, int input, int output) {
    return new GlobalAveragePool(
        name, input, output, in.zeroPoints(input), in.epilogue(in.channels(output)));
  }

  @Override
  void check(
      Operation operation, TensorSpec in, TensorSpec out, TensorSpec[] tensors, Check check) {
    GlobalAveragePool op = (GlobalAveragePool) operation;
    ShapeCheck.onePixel(check, out);
    check.count("the output's channels", out.channels(), in.channels());
    EpilogueCheck.zeroPoints(check, op.zeroPoint, in.channels());
    EpilogueCheck.epilogue(
        check, op.epilogue, EpilogueCheck.Kind.ACTIVATION, out.channels(), out, tensors);
    long pixels = (long) in.height() * in.width();
    for (int c = 0; c < out.channels(); c++) {
      long bound = pixels * AccumulatorBounds.magnitude(in.type(), op.zeroPoint[c]);
      EpilogueCheck.bounds(check, op.epilogue, c, bound, in.type(), tensors);
    }
  }
}

package dev.octet.runtime.format.operation;

import dev.octet.runtime.format.bytes.FormatLimits;
import dev.octet.runtime.format.bytes.OctetFormat;
import dev.octet.runtime.format.check.AccumulatorBounds;
import dev.octet.runtime.format.check.Check;
import dev.octet.runtime.format.check.EpilogueCheck;
import dev.octet.runtime.format.check.ShapeCheck;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.AveragePool;
import dev.octet.runtime.schedule.operation.Operation;
import dev.octet.runtime.schedule.operation.Window;

/** Means over a window. */
final class AveragePoolFormat extends SingleInputFormat {
  AveragePoolFormat() {
    super(OctetFormat.AVERAGE_POOL, AveragePool.class);
  }

  @Override
  Operation read(OperationReader in, String name, int input, int output) {
    Window window = in.window();
    boolean countPadding = in.cursor.u32("whether padding counts", 1) == 1;
    return new AveragePool(
        name,
        input,
        output,
        window,
        countPadding,
        in.zeroPoints(input),
        in.rescale(window.kernelHeight * window.kernelWidth),
        in.single("the offset", FormatLimits.OFFSET),
        in.single("the lower bound", FormatLimits.ZERO_POINT),
        in.single("the upper bound", FormatLimits.ZERO_POINT));
  }

  @Override
  void check(
      Operation operation, TensorSpec in, TensorSpec out, TensorSpec[] tensors, Check check) {
    AveragePool op = (AveragePool) operation;
    ShapeCheck.poolWindow(check, op.window, in, out);
    check.range("the dilation", op.window.dilationHeight, 1, 1);
    check.range("the dilation", op.window.dilationWidth, 1, 1);
    check.count("the output's channels", out.channels(), in.channels());
    EpilogueCheck.zeroPoints(check, op.zeroPoint, in.channels());
    int pixels = op.window.kernelHeight * op.window.kernelWidth;
    EpilogueCheck.rescale(check, "the rescaling by divisor", op.byDivisor, pixels);
    EpilogueCheck.offsetAndBounds(check, op.offset, op.low, op.high, out.type());
    for (int c = 0; c < in.channels(); c++) {
      long bound = pixels * AccumulatorBounds.magnitude(in.type(), op.zeroPoint[c]);
      EpilogueCheck.accumulator(check, c, bound, AccumulatorBounds.limit(in.type()));
    }
  }
}

package dev.octet.runtime.format.operation;

import dev.octet.runtime.format.bytes.FormatLimits;
import dev.octet.runtime.format.bytes.OctetFormat;
import dev.octet.runtime.format.check.Check;
import dev.octet.runtime.format.check.EpilogueCheck;
import dev.octet.runtime.format.check.ShapeCheck;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.L2Normalize;
import dev.octet.runtime.schedule.operation.Operation;

/** L2 normalizations, since version 2. */
final class L2NormalizeFormat extends SingleInputFormat {
  /** Squares of 17 bits, of as many channels as there may be, leave room for this and more. */
  private static final long MOST = 1L << 52;

  L2NormalizeFormat() {
    super(OctetFormat.L2_NORMALIZE, L2Normalize.class);
  }

  @Override
  Operation read(OperationReader in, String name, int input, int output) {
    return new L2Normalize(
        name,
        input,
        output,
        in.single("the zero point", FormatLimits.ZERO_POINT),
        in.cursor.longs("the least sum of squares", 1, 1, MOST)[0],
        in.single("the fraction bits", Short.SIZE),
        in.single("the output offset", FormatLimits.OFFSET));
  }

  @Override
  void check(
      Operation operation, TensorSpec in, TensorSpec out, TensorSpec[] tensors, Check check) {
    L2Normalize op = (L2Normalize) operation;
    EpilogueCheck.zeroPoint(check, op.zeroPoint);
    check.range("the least sum of squares", op.least, 1, MOST);
    acrossChannels(check, in, out, op.fractionBits, op.offset);
  }

  /** What holds of an operation that compares the channels of a pixel with each other. */
  static void acrossChannels(
      Check check, TensorSpec in, TensorSpec out, int fractionBits, int offset) {
    ShapeCheck.same(check, in, out);
    check.range("the fraction bits", fractionBits, 1, Short.SIZE - 1);
    check.range("the output offset", offset, -FormatLimits.OFFSET, FormatLimits.OFFSET);
    for (int c = 1; c < in.channels(); c++) {
      check.require(
          in.scale(c) == in.scale(0) && in.zeroPoint(c) == in.zeroPoint(0),
          "the channels do not have one scale and zero point");
    }
  }
}

package dev.octet.runtime.format.operation;

import dev.octet.runtime.format.bytes.FormatLimits;
import dev.octet.runtime.format.bytes.OctetFormat;
import dev.octet.runtime.format.check.Check;
import dev.octet.runtime.format.check.EpilogueCheck;
import dev.octet.runtime.format.check.ShapeCheck;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Curve;
import dev.octet.runtime.schedule.operation.Operation;

/** Functions given by a table, since version 2. */
final class CurveFormat extends SingleInputFormat {
  CurveFormat() {
    super(OctetFormat.CURVE, Curve.class);
  }

  @Override
  Operation read(OperationReader in, String name, int input, int output) {
    int channels = in.channels(output);
    return new Curve(
        name,
        input,
        output,
        in.zeroPoints(input),
        in.rescale(channels),
        in.cursor.shorts("a table's value", Curve.ENTRIES),
        in.rescale(channels),
        in.cursor.ints("an offset", channels, -FormatLimits.OFFSET, FormatLimits.OFFSET));
  }

  /** An element less a zero point has at most 17 bits, so no product can leave 64. */
  @Override
  void check(
      Operation operation, TensorSpec in, TensorSpec out, TensorSpec[] tensors, Check check) {
    Curve op = (Curve) operation;
    ShapeCheck.same(check, in, out);
    int channels = out.channels();
    EpilogueCheck.zeroPoints(check, op.zeroPoint, channels);
    EpilogueCheck.rescale(check, "the rescaling of arguments", op.argument, channels);
    check.count("the table", op.table.length, Curve.ENTRIES);
    EpilogueCheck.rescale(check, "the rescaling of values", op.value, channels);
    EpilogueCheck.offsets(check, op.offset, channels);
  }
}

package dev.octet.runtime.format.operation;

import dev.octet.runtime.format.bytes.FormatLimits;
import dev.octet.runtime.format.bytes.OctetFormat;
import dev.octet.runtime.format.check.Check;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Operation;
import dev.octet.runtime.schedule.operation.Pad;

/** Borders around a map. */
final class PadFormat extends SingleInputFormat {
  PadFormat() {
    super(OctetFormat.PAD, Pad.class);
  }

  @Override
  Operation read(OperationReader in, String name, int input, int output) {
    return new Pad(
        name,
        input,
        output,
        in.cursor.u32("the padding above", FormatLimits.WINDOW),
        in.cursor.u32("the padding on the left", FormatLimits.WINDOW),
        in.cursor.u32("the padding below", FormatLimits.WINDOW),
        in.cursor.u32("the padding on the right", FormatLimits.WINDOW),
        in.cursor.shorts("the border's value", in.channels(input)));
  }

  @Override
  void check(
      Operation operation, TensorSpec in, TensorSpec out, TensorSpec[] tensors, Check check) {
    Pad op = (Pad) operation;
    check.range("the padding above", op.top, 0, FormatLimits.WINDOW);
    check.range("the padding on the left", op.left, 0, FormatLimits.WINDOW);
    check.range("the padding below", op.bottom, 0, FormatLimits.WINDOW);
    check.range("the padding on the right", op.right, 0, FormatLimits.WINDOW);
    check.count("the output's rows", out.height(), in.height() + op.top + op.bottom);
    check.count("the output's columns", out.width(), in.width() + op.left + op.right);
    check.count("the output's channels", out.channels(), in.channels());
    check.count("the border's value", op.value.length, in.channels());
    inType(check, op.value, in);
    sameQuantization(check, in, out);
  }
}

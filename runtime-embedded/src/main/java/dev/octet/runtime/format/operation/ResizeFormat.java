package dev.octet.runtime.format.operation;

import dev.octet.runtime.format.bytes.FormatLimits;
import dev.octet.runtime.format.bytes.OctetFormat;
import dev.octet.runtime.format.check.Check;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Operation;
import dev.octet.runtime.schedule.operation.Resize;

/** Changes of height and width, since version 2. */
final class ResizeFormat extends SingleInputFormat {
  ResizeFormat() {
    super(OctetFormat.RESIZE, Resize.class);
  }

  @Override
  Operation read(OperationReader in, String name, int input, int output) {
    int height = in.spec(output).height();
    int width = in.spec(output).width();
    return new Resize(
        name,
        input,
        output,
        in.cursor.ints("a row", height, 0, FormatLimits.DIMENSION),
        in.cursor.shorts("a row's weight", height),
        in.cursor.ints("a column", width, 0, FormatLimits.DIMENSION),
        in.cursor.shorts("a column's weight", width));
  }

  /** Weights of four neighbours add up to 2^22, so no sum of 16-bit elements can leave 40 bits. */
  @Override
  void check(
      Operation operation, TensorSpec in, TensorSpec out, TensorSpec[] tensors, Check check) {
    Resize op = (Resize) operation;
    axis(check, op.rows, op.down, in.height(), out.height());
    axis(check, op.columns, op.right, in.width(), out.width());
    check.count("the output's channels", out.channels(), in.channels());
    sameQuantization(check, in, out);
  }

  private static void axis(Check check, int[] first, short[] weight, int inputs, int outputs) {
    check.count("the list of places", first.length, outputs);
    check.count("the list of weights", weight.length, outputs);
    for (int i = 0; i < outputs; i++) {
      check.range("a row or column", first[i], 0, inputs - 1);
      check.range("a weight", weight[i], 0, 1 << Resize.WEIGHT_BITS);
    }
  }
}

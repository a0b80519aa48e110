package dev.octet.runtime.format.operation;

import dev.octet.runtime.format.bytes.FormatLimits;
import dev.octet.runtime.format.bytes.OctetFormat;
import dev.octet.runtime.format.check.Check;
import dev.octet.runtime.format.check.EpilogueCheck;
import dev.octet.runtime.format.check.ShapeCheck;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.epilogue.Rescale;
import dev.octet.runtime.schedule.operation.LeakyRelu;
import dev.octet.runtime.schedule.operation.Operation;

/** LeakyReLU, since version 2. */
final class LeakyReluFormat extends SingleInputFormat {
  LeakyReluFormat() {
    super(OctetFormat.LEAKY_RELU, LeakyRelu.class);
  }

  @Override
  Operation read(OperationReader in, String name, int input, int output) {
    int channels = in.channels(output);
    return new LeakyRelu(
        name,
        input,
        output,
        in.zeroPoints(input),
        in.rescale(channels, 0),
        in.rescale(channels, -Rescale.MAX_MULTIPLIER),
        in.cursor.ints("an offset", channels, -FormatLimits.OFFSET, FormatLimits.OFFSET));
  }

  /** An element less a zero point has at most 17 bits, so no product can leave 64. */
  @Override
  void check(
      Operation operation, TensorSpec in, TensorSpec out, TensorSpec[] tensors, Check check) {
    LeakyRelu op = (LeakyRelu) operation;
    ShapeCheck.same(check, in, out);
    int channels = out.channels();
    EpilogueCheck.zeroPoints(check, op.zeroPoint, channels);
    EpilogueCheck.rescale(check, "the rescaling above zero", op.above, channels);
    EpilogueCheck.rescale(
        check, "the rescaling below zero", op.below, channels, -Rescale.MAX_MULTIPLIER);
    EpilogueCheck.offsets(check, op.offset, channels);
  }
}

package dev.octet.runtime.format.operation;

import dev.octet.runtime.format.bytes.FormatLimits;
import dev.octet.runtime.format.bytes.OctetFormat;
import dev.octet.runtime.format.check.Check;
import dev.octet.runtime.format.check.EpilogueCheck;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.epilogue.Rescale;
import dev.octet.runtime.schedule.operation.Operation;
import dev.octet.runtime.schedule.operation.Softmax;

/** Softmax over channels, since version 2. */
final class SoftmaxFormat extends SingleInputFormat {
  SoftmaxFormat() {
    super(OctetFormat.SOFTMAX, Softmax.class);
  }

  @Override
  Operation read(OperationReader in, String name, int input, int output) {
    return new Softmax(
        name,
        input,
        output,
        in.single("the multiplier", 1 << Rescale.MULTIPLIER_BITS),
        in.single("the shift", Rescale.MAX_SHIFT),
        in.single("the fraction bits", Short.SIZE),
        in.single("the output offset", FormatLimits.OFFSET));
  }

  @Override
  void check(
      Operation operation, TensorSpec in, TensorSpec out, TensorSpec[] tensors, Check check) {
    Softmax op = (Softmax) operation;
    int[] multiplier = {op.multiplier};
    EpilogueCheck.rescale(
        check, "the rescaling", new Rescale(multiplier, new byte[] {(byte) op.shift}), 1);
    L2NormalizeFormat.acrossChannels(check, in, out, op.fractionBits, op.offset);
  }
}

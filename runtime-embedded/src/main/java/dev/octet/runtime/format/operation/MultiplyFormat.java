package dev.octet.runtime.format.operation;

import dev.octet.runtime.format.bytes.FormatLimits;
import dev.octet.runtime.format.bytes.OctetFormat;
import dev.octet.runtime.format.check.AccumulatorBounds;
import dev.octet.runtime.format.check.Check;
import dev.octet.runtime.format.check.EpilogueCheck;
import dev.octet.runtime.format.check.ShapeCheck;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Multiply;
import dev.octet.runtime.schedule.operation.Operation;

/** Products of two tensors. */
final class MultiplyFormat extends OperationFormat {
  MultiplyFormat() {
    super(OctetFormat.MULTIPLY, Multiply.class);
  }

  @Override
  Operation read(OperationReader in, String name) {
    int input = in.tensor();
    int gate = in.tensor();
    int output = in.tensor();
    return new Multiply(
        name,
        input,
        gate,
        output,
        in.zeroPoints(input),
        in.single("the gate's zero point", FormatLimits.ZERO_POINT),
        in.epilogue(in.channels(output)));
  }

  @Override
  void check(Operation operation, TensorSpec[] tensors, Check check) {
    Multiply op = (Multiply) operation;
    TensorSpec in = tensors[op.input(0)];
    TensorSpec gate = tensors[op.input(1)];
    TensorSpec out = tensors[op.output()];
    ShapeCheck.same(check, in, out);
    check.require(
        gate.channels() == in.channels()
            && (gate.height() == 1 && gate.width() == 1 || ShapeCheck.sameMap(gate, in)),
        "the gate has neither the input's shape nor one pixel of its channels");
    EpilogueCheck.zeroPoints(check, op.zeroPoint, in.channels());
    EpilogueCheck.zeroPoint(check, op.gateZeroPoint);
    EpilogueCheck.epilogue(
        check, op.epilogue, EpilogueCheck.Kind.LINEAR, out.channels(), out, tensors);
    long factor = AccumulatorBounds.magnitude(gate.type(), op.gateZeroPoint);
    for (int c = 0; c < out.channels(); c++) {
      long bound = AccumulatorBounds.magnitude(in.type(), op.zeroPoint[c]) * factor;
      EpilogueCheck.accumulator(check, c, bound, FormatLimits.ACCUMULATOR_INT16);
      check.require(
          AccumulatorBounds.epilogueFits(op.epilogue, c, bound, tensors),
          "the epilogue can leave 64 bits");
    }
  }
}

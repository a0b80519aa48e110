package dev.octet.runtime.format.operation;

import dev.octet.runtime.format.bytes.OctetFormat;
import dev.octet.runtime.format.check.AccumulatorBounds;
import dev.octet.runtime.format.check.Check;
import dev.octet.runtime.format.check.EpilogueCheck;
import dev.octet.runtime.format.check.ShapeCheck;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Elementwise;
import dev.octet.runtime.schedule.operation.Operation;

/** Activations, changes of scale, additions. */
final class ElementwiseFormat extends SingleInputFormat {
  ElementwiseFormat() {
    super(OctetFormat.ELEMENTWISE, Elementwise.class);
  }

  @Override
  Operation read(OperationReader in, String name, int input, int output) {
    return new Elementwise(
        name, input, output, in.zeroPoints(input), in.epilogue(in.channels(output)));
  }

  @Override
  void check(
      Operation operation, TensorSpec in, TensorSpec out, TensorSpec[] tensors, Check check) {
    Elementwise op = (Elementwise) operation;
    ShapeCheck.same(check, in, out);
    EpilogueCheck.zeroPoints(check, op.zeroPoint, in.channels());
    EpilogueCheck.epilogue(
        check, op.epilogue, EpilogueCheck.Kind.ANY, out.channels(), out, tensors);
    for (int c = 0; c < out.channels(); c++) {
      long bound = AccumulatorBounds.magnitude(in.type(), op.zeroPoint[c]);
      EpilogueCheck.bounds(check, op.epilogue, c, bound, in.type(), tensors);
    }
  }
}

package dev.octet.runtime.format.operation;

import dev.octet.runtime.format.bytes.FormatLimits;
import dev.octet.runtime.format.bytes.OctetFormat;
import dev.octet.runtime.format.check.AccumulatorBounds;
import dev.octet.runtime.format.check.Check;
import dev.octet.runtime.format.check.EpilogueCheck;
import dev.octet.runtime.format.check.ShapeCheck;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.epilogue.Epilogue;
import dev.octet.runtime.schedule.operation.Concat;
import dev.octet.runtime.schedule.operation.Operation;

/** Concatenations of channels. */
final class ConcatFormat extends OperationFormat {
  ConcatFormat() {
    super(OctetFormat.CONCAT, Concat.class);
  }

  @Override
  Operation read(OperationReader in, String name) {
    int[] inputs = new int[in.cursor.u32("the number of inputs", FormatLimits.CONCAT_INPUTS)];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = in.tensor();
    }
    int output = in.tensor();
    int[][] zeroPoint = new int[inputs.length][];
    Epilogue[] epilogue = new Epilogue[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      zeroPoint[i] = in.zeroPoints(inputs[i]);
      epilogue[i] = in.epilogue(in.channels(inputs[i]));
    }
    return new Concat(name, inputs, output, zeroPoint, epilogue);
  }

  @Override
  void check(Operation operation, TensorSpec[] tensors, Check check) {
    Concat op = (Concat) operation;
    TensorSpec out = tensors[op.output()];
    check.range("the number of inputs", op.inputCount(), 1, FormatLimits.CONCAT_INPUTS);
    check.count("the zero points", op.zeroPoint.length, op.inputCount());
    check.count("the epilogues", op.epilogue.length, op.inputCount());
    long channels = 0;
    for (int i = 0; i < op.inputCount(); i++) {
      TensorSpec in = tensors[op.input(i)];
      check.require(ShapeCheck.sameMap(in, out), "an input's map is not the output's");
      EpilogueCheck.zeroPoints(check, op.zeroPoint[i], in.channels());
      EpilogueCheck.epilogue(
          check, op.epilogue[i], EpilogueCheck.Kind.LINEAR, in.channels(), out, tensors);
      for (int c = 0; c < in.channels(); c++) {
        long bound = AccumulatorBounds.magnitude(in.type(), op.zeroPoint[i][c]);
        EpilogueCheck.bounds(check, op.epilogue[i], c, bound, in.type(), tensors);
      }
      channels += in.channels();
    }
    check.range("the sum of the inputs' channels", channels, out.channels(), out.channels());
  }
}

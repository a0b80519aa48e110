package dev.octet.runtime.format;

import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.AveragePool;
import dev.octet.runtime.schedule.operation.Concat;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Elementwise;
import dev.octet.runtime.schedule.operation.GlobalAveragePool;
import dev.octet.runtime.schedule.operation.MaxPool;
import dev.octet.runtime.schedule.operation.Multiply;
import dev.octet.runtime.schedule.operation.OperationVisitor;
import dev.octet.runtime.schedule.operation.Pad;

/** Validates one operation: shapes, ranges, and that nothing in it can overflow. */
final class OperationCheck implements OperationVisitor<Void> {
  private static final int SCAN = 256;

  private final TensorSpec[] tensors;
  private final Check check;

  OperationCheck(TensorSpec[] tensors, Check check) {
    this.tensors = tensors;
    this.check = check;
  }

  @Override
  public Void visit(Convolution op) {
    TensorSpec in = tensors[op.input(0)];
    TensorSpec out = tensors[op.output()];
    ShapeCheck.window(check, op.window, in, out);
    check.require(
        op.groups >= 1 && in.channels() % op.groups == 0 && out.channels() % op.groups == 0,
        op.groups
            + " groups do not divide the channels "
            + in.channels()
            + " and "
            + out.channels());
    long perChannel =
        (long) op.window.kernelHeight * op.window.kernelWidth * (in.channels() / op.groups);
    check.require(
        op.weights.length() == perChannel * out.channels(),
        op.weights.length() + " weights instead of " + perChannel * out.channels());
    noMinimum(op);
    check.count("the bias", op.bias.length, out.channels());
    check.count("the padding value", op.padValue.length, in.channels());
    inType(op.padValue, in);
    EpilogueCheck.epilogue(
        check, op.epilogue, EpilogueCheck.Kind.ANY, out.channels(), out, tensors);
    for (int c = 0; c < out.channels(); c++) {
      // Most channels are safe whatever their weights are; a board is spared the sum of the others.
      long bound = AccumulatorBounds.anyWeights(op, c, in.type());
      if (!EpilogueCheck.fits(op.epilogue, c, bound, in.type(), tensors)) {
        bound = AccumulatorBounds.convolution(op, c, in.type());
        EpilogueCheck.bounds(check, op.epilogue, c, bound, in.type(), tensors);
      }
    }
    return null;
  }

  private void noMinimum(Convolution op) {
    byte[] data = op.weights.data();
    int end = op.weights.offset() + op.weights.length();
    for (int i = op.weights.offset(); i < end; i += SCAN) {
      int last = Math.min(end, i + SCAN);
      if (hasMinimum(data, i, last)) {
        check.require(false, "a weight among the last " + (end - i) + " is -128");
      }
    }
  }

  /** Short enough that the JIT compiler has it after a few thousand weights. */
  private static boolean hasMinimum(byte[] data, int from, int to) {
    int signs = 0;
    for (int i = from; i < to; i++) {
      signs |= data[i] + Byte.MAX_VALUE;
    }
    return signs < 0;
  }

  private void inType(short[] values, TensorSpec tensor) {
    for (short value : values) {
      check.range("a padding value", value, tensor.type().min(), tensor.type().max());
    }
  }

  @Override
  public Void visit(Elementwise op) {
    TensorSpec in = tensors[op.input(0)];
    TensorSpec out = tensors[op.output()];
    ShapeCheck.same(check, in, out);
    EpilogueCheck.zeroPoints(check, op.zeroPoint, in.channels());
    EpilogueCheck.epilogue(
        check, op.epilogue, EpilogueCheck.Kind.ANY, out.channels(), out, tensors);
    for (int c = 0; c < out.channels(); c++) {
      long bound = AccumulatorBounds.magnitude(in.type(), op.zeroPoint[c]);
      EpilogueCheck.bounds(check, op.epilogue, c, bound, in.type(), tensors);
    }
    return null;
  }

  @Override
  public Void visit(Multiply op) {
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
      EpilogueCheck.accumulator(check, c, bound, Limits.ACCUMULATOR_INT16);
      check.require(
          AccumulatorBounds.epilogueFits(op.epilogue, c, bound, tensors),
          "the epilogue can leave 64 bits");
    }
    return null;
  }

  @Override
  public Void visit(GlobalAveragePool op) {
    TensorSpec in = tensors[op.input(0)];
    TensorSpec out = tensors[op.output()];
    ShapeCheck.onePixel(check, out);
    check.count("the output's channels", out.channels(), in.channels());
    EpilogueCheck.zeroPoints(check, op.zeroPoint, in.channels());
    EpilogueCheck.epilogue(
        check, op.epilogue, EpilogueCheck.Kind.ACTIVATION, out.channels(), out, tensors);
    long pixels = (long) in.height() * in.width();
    for (int c = 0; c < out.channels(); c++) {
      long bound = pixels * AccumulatorBounds.magnitude(in.type(), op.zeroPoint[c]);
      EpilogueCheck.bounds(check, op.epilogue, c, bound, in.type(), tensors);
    }
    return null;
  }

  @Override
  public Void visit(AveragePool op) {
    TensorSpec in = tensors[op.input(0)];
    TensorSpec out = tensors[op.output()];
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
    return null;
  }

  @Override
  public Void visit(MaxPool op) {
    TensorSpec in = tensors[op.input(0)];
    TensorSpec out = tensors[op.output()];
    ShapeCheck.poolWindow(check, op.window, in, out);
    check.count("the output's channels", out.channels(), in.channels());
    sameQuantization(in, out);
    return null;
  }

  @Override
  public Void visit(Concat op) {
    TensorSpec out = tensors[op.output()];
    check.range("the number of inputs", op.inputCount(), 1, Limits.CONCAT_INPUTS);
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
    return null;
  }

  @Override
  public Void visit(Pad op) {
    TensorSpec in = tensors[op.input(0)];
    TensorSpec out = tensors[op.output()];
    check.range("the padding above", op.top, 0, Limits.WINDOW);
    check.range("the padding on the left", op.left, 0, Limits.WINDOW);
    check.range("the padding below", op.bottom, 0, Limits.WINDOW);
    check.range("the padding on the right", op.right, 0, Limits.WINDOW);
    check.count("the output's rows", out.height(), in.height() + op.top + op.bottom);
    check.count("the output's columns", out.width(), in.width() + op.left + op.right);
    check.count("the output's channels", out.channels(), in.channels());
    check.count("the border's value", op.value.length, in.channels());
    inType(op.value, in);
    sameQuantization(in, out);
    return null;
  }

  private void sameQuantization(TensorSpec in, TensorSpec out) {
    boolean same = in.type() == out.type();
    for (int c = 0; same && c < in.channels(); c++) {
      same = in.scale(c) == out.scale(c) && in.zeroPoint(c) == out.zeroPoint(c);
    }
    check.require(same, "input and output do not have one type and scale");
  }
}

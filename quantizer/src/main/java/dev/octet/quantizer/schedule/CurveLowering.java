package dev.octet.quantizer.schedule;

import dev.octet.model.graph.Op;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.step.Step;
import dev.octet.runtime.schedule.operation.Curve;
import dev.octet.runtime.schedule.operation.Operation;

/**
 * Turns a function into a table and what leads to it and from it (docs/arithmetic.md, equation 39).
 */
final class CurveLowering {
  private static final int LARGEST = Short.MAX_VALUE;

  private CurveLowering() {}

  static Operation lower(Step.Curve step, LoweringContext context) {
    TensorQuantization in = context.quantization(step.source());
    TensorQuantization out = context.quantization(step.output());
    double argument = unit(in);
    double value = unit(out);
    Op.Unary op = step.function();
    double[] exact = new double[Curve.ENTRIES];
    double largest = 0;
    for (int i = 0; i < exact.length; i++) {
      double x = ((i << Curve.FRACTION_BITS) + Short.MIN_VALUE) * argument;
      exact[i] = op.function().apply(x, op.parameter());
      largest = Math.max(largest, Math.abs(exact[i]));
    }
    if (largest > 0) {
      value = Math.min(value, largest / LARGEST);
    }
    short[] table = new short[exact.length];
    for (int i = 0; i < table.length; i++) {
      double entry = Math.floor(exact[i] / value + 0.5);
      table[i] = (short) Math.min(Math.max(entry, -LARGEST), LARGEST);
    }
    double[] toArgument = new double[in.channels()];
    double[] toOutput = new double[in.channels()];
    for (int c = 0; c < toArgument.length; c++) {
      toArgument[c] = in.scale()[c] / argument;
      toOutput[c] = value / out.scale()[c];
    }
    return new Curve(
        step.name(),
        context.index(step.source()),
        context.index(step.output()),
        in.zeroPoints(),
        FixedPoint.rescale(toArgument),
        table,
        FixedPoint.rescale(toOutput),
        out.zeroPoints());
  }

  /**
   * The step with which 16 bits reach as far as a tensor: its own where it has 16 bits, one scale
   * and no zero point.
   */
  private static double unit(TensorQuantization tensor) {
    double furthest = 0;
    double largest = 0;
    boolean centred = true;
    for (int c = 0; c < tensor.channels(); c++) {
      double low = -tensor.dequantize(tensor.type().min(), c);
      double high = tensor.dequantize(tensor.type().max(), c);
      furthest = Math.max(furthest, Math.max(low, high));
      largest = Math.max(largest, tensor.scale()[c]);
      centred &= tensor.zeroPoint()[c] == 0;
    }
    return centred ? Math.scalb(largest, tensor.type().bits() - Short.SIZE) : furthest / LARGEST;
  }
}

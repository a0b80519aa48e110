package dev.octet.quantizer.schedule;

import dev.octet.model.graph.Op;
import dev.octet.model.graph.Rearrangements;
import dev.octet.model.graph.Sampling;
import dev.octet.model.graph.Shape;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.step.Step;
import dev.octet.runtime.schedule.epilogue.Rescale;
import dev.octet.runtime.schedule.operation.L2Normalize;
import dev.octet.runtime.schedule.operation.Operation;
import dev.octet.runtime.schedule.operation.Rearrange;
import dev.octet.runtime.schedule.operation.Resize;
import dev.octet.runtime.schedule.operation.Softmax;

/**
 * Turns steps that move and interpolate elements, or compare the channels of a pixel, into
 * operations (docs/arithmetic.md, equations 37, 38, 40 and 41).
 */
final class MoveLowering {
  private MoveLowering() {}

  static Operation rearrange(Step.Rearrange step, LoweringContext context) {
    return rearrange(step, step.op(), context);
  }

  private static Operation rearrange(Step step, Op.Rearrange op, LoweringContext context) {
    TensorQuantization out = context.quantization(step.output());
    short[] fill = new short[out.channels()];
    for (int c = 0; c < fill.length; c++) {
      fill[c] = (short) out.quantize(op.fill(), c);
    }
    return new Rearrange(
        step.name(),
        context.index(step.input()),
        context.index(step.output()),
        op.rows(),
        op.columns(),
        op.depth(),
        fill);
  }

  /** Where each output is one input, elements only move. */
  static Operation resize(Step.Resize step, LoweringContext context) {
    Sampling rows = step.op().rows();
    Sampling columns = step.op().columns();
    if (rows.isNearest() && columns.isNearest()) {
      Shape in = context.shape(step.source());
      return rearrange(step, Rearrangements.pixels(in, rows.first(), columns.first()), context);
    }
    return new Resize(
        step.name(),
        context.index(step.source()),
        context.index(step.output()),
        rows.first(),
        weights(rows),
        columns.first(),
        weights(columns));
  }

  private static short[] weights(Sampling sampling) {
    short[] weights = new short[sampling.outputs()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (short) Math.round(Math.scalb(sampling.weight()[i], Resize.WEIGHT_BITS));
    }
    return weights;
  }

  static Operation acrossChannels(Step.AcrossChannels step, LoweringContext context) {
    TensorQuantization in = context.quantization(step.source());
    TensorQuantization out = context.quantization(step.output());
    int from = context.index(step.source());
    int to = context.index(step.output());
    int bits = -Math.getExponent(out.scale()[0]);
    int offset = out.zeroPoints()[0];
    if (step.op() instanceof Op.L2Normalize norm) {
      double least = norm.epsilon() / in.scale()[0];
      long squared = Math.max(Math.round(Math.min(least * least, Math.scalb(1.0, 52))), 1);
      return new L2Normalize(step.name(), from, to, in.zeroPoints()[0], squared, bits, offset);
    }
    // exp(x) is a power of two, with 15 bits below its exponent's point
    double exponent = Math.scalb(in.scale()[0] / StrictMath.log(2), 15);
    Rescale rescale = FixedPoint.rescale(exponent, 1);
    return new Softmax(
        step.name(), from, to, rescale.multiplier[0], rescale.shift[0], bits, offset);
  }
}

package dev.octet.quantizer.schedule;

import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.step.Step;
import dev.octet.runtime.schedule.epilogue.Rescale;
import dev.octet.runtime.schedule.operation.LeakyRelu;
import dev.octet.runtime.schedule.operation.Operation;

/**
 * Turns a LeakyReLU into two multipliers for each channel, one for each sign (docs/arithmetic.md,
 * equation 10).
 */
final class LeakyReluLowering {
  private LeakyReluLowering() {}

  static Operation lower(Step.LeakyRelu step, LoweringContext context) {
    TensorQuantization in = context.quantization(step.source());
    TensorQuantization out = context.quantization(step.output());
    double[] above = new double[out.channels()];
    double[] below = new double[out.channels()];
    for (int c = 0; c < above.length; c++) {
      above[c] = in.scale()[c] / out.scale()[c];
      below[c] = Math.abs(step.slopes()[c]) * above[c];
    }
    Rescale belowZero = FixedPoint.rescale(below);
    for (int c = 0; c < below.length; c++) {
      belowZero.multiplier[c] *= step.slopes()[c] < 0 ? -1 : 1;
    }
    return new LeakyRelu(
        step.name(),
        context.index(step.source()),
        context.index(step.output()),
        in.zeroPoints(),
        FixedPoint.rescale(above),
        belowZero,
        out.zeroPoints());
  }
}

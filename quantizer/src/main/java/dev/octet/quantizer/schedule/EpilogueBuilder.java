package dev.octet.quantizer.schedule;

import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.step.StepActivation;
import dev.octet.runtime.schedule.epilogue.Epilogue;
import dev.octet.runtime.schedule.epilogue.HardSwish;
import dev.octet.runtime.schedule.epilogue.Rescale;
import dev.octet.runtime.schedule.epilogue.Residual;
import java.util.Arrays;

/**
 * Builds the integers that take an accumulator to an output element (docs/arithmetic.md,
 * epilogues).
 */
public final class EpilogueBuilder {
  /** Beyond this the rounding of the pre-activation is far below that of an 8-bit output. */
  private static final int INT8_FRACTION_BITS = 10;

  private static final int INT16_FRACTION_BITS = 12;

  private EpilogueBuilder() {}

  /**
   * An epilogue without a residual.
   *
   * @param accumulatorScale real value of an accumulator unit in each channel; a summand of the
   *     activation must already be in the accumulator
   * @param activation what happens before rounding
   * @param output the output's quantization
   */
  public static Epilogue build(
      double[] accumulatorScale, StepActivation activation, TensorQuantization output) {
    return activation.hardSwish()
        ? hardSwish(accumulatorScale, output)
        : linear(
            FixedPoint.rescale(ratio(accumulatorScale, activation.alpha(), output)),
            null,
            activation,
            output);
  }

  /**
   * An epilogue with a residual; the activation is a clamp.
   *
   * @param tensor number of the residual's tensor
   * @param summand the residual's quantization
   */
  public static Epilogue buildWithResidual(
      double[] accumulatorScale,
      StepActivation activation,
      TensorQuantization output,
      int tensor,
      TensorQuantization summand) {
    double[] factors = ratio(summand.scale(), activation.alpha(), output);
    Rescale rescale =
        FixedPoint.rescaleBesideResidual(
            ratio(accumulatorScale, activation.alpha(), output), factors);
    Residual residual =
        new Residual(tensor, summand.zeroPoints(), FixedPoint.aligned(factors, rescale));
    return linear(rescale, residual, activation, output);
  }

  private static double[] ratio(double[] scale, double alpha, TensorQuantization output) {
    double[] factors = new double[output.channels()];
    for (int c = 0; c < factors.length; c++) {
      factors[c] = scale[c] * alpha / output.scale()[c];
    }
    return factors;
  }

  private static Epilogue linear(
      Rescale rescale, Residual residual, StepActivation activation, TensorQuantization output) {
    int channels = output.channels();
    int[] low = new int[channels];
    int[] high = new int[channels];
    for (int c = 0; c < channels; c++) {
      low[c] = bound(activation.low(), output, c);
      high[c] = bound(activation.high(), output, c);
    }
    return new Epilogue(rescale, null, residual, output.zeroPoints(), low, high);
  }

  private static int bound(double real, TensorQuantization output, int channel) {
    if (Double.isInfinite(real)) {
      return real < 0 ? output.type().min() : output.type().max();
    }
    return output.quantize(real, channel);
  }

  private static Epilogue hardSwish(double[] accumulatorScale, TensorQuantization output) {
    int channels = output.channels();
    double largest = 4;
    for (int c = 0; c < channels; c++) {
      largest = Math.max(largest, output.dequantize(output.type().max(), c));
    }
    int widest = output.type().wide() ? INT16_FRACTION_BITS : INT8_FRACTION_BITS;
    int fractionBits = Math.max(0, Math.min(widest, 14 - Math.getExponent(largest)));
    double[] toPreActivation = new double[channels];
    double[] toOutput = new double[channels];
    for (int c = 0; c < channels; c++) {
      toPreActivation[c] = Math.scalb(accumulatorScale[c], fractionBits);
      toOutput[c] = Math.scalb(1 / (6 * output.scale()[c]), -2 * fractionBits);
    }
    int[] low = new int[channels];
    int[] high = new int[channels];
    Arrays.fill(low, output.type().min());
    Arrays.fill(high, output.type().max());
    return new Epilogue(
        FixedPoint.rescale(toPreActivation),
        new HardSwish(fractionBits, FixedPoint.rescale(toOutput)),
        null,
        output.zeroPoints(),
        low,
        high);
  }
}

package dev.octet.quantizer.schedule;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.step.StepActivation;
import dev.octet.runtime.kernel.Requantize;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.epilogue.Epilogue;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Requantized accumulators against the real-number formulas (docs/arithmetic.md, 3 to 5, 10). */
class EpilogueBuilderTest {
  private static final int ACCUMULATORS = 50;
  private static final StepActivation RELU =
      new StepActivation(false, 1, 0, 0, Double.POSITIVE_INFINITY);
  private static final StepActivation RELU6 = new StepActivation(false, 1, 0, 0, 6);
  private static final StepActivation HARD_SIGMOID = new StepActivation(false, 1 / 6.0, 0.5, 0, 1);
  private static final StepActivation HARD_SWISH =
      new StepActivation(true, 1, 0, StepActivation.HARD_SWISH_MINIMUM, Double.POSITIVE_INFINITY);

  @Property(tries = 200)
  void linearAndClamp(@ForAll long seed, @ForAll ElementType type) {
    SplittableRandom random = new SplittableRandom(seed);
    for (StepActivation activation : new StepActivation[] {StepActivation.NONE, RELU, RELU6}) {
      TensorQuantization out = output(random, type, activation.equals(RELU6) ? 6 : 20);
      double[] scale = scales(random, 1e-6, 1e-2);
      Epilogue epilogue = EpilogueBuilder.build(scale, activation, out);
      for (int i = 0; i < ACCUMULATORS; i++) {
        long acc = accumulator(random, scale[i % 3]);
        double real = acc * scale[i % 3];
        check(epilogue, i % 3, acc, 0, activation.apply(real), out, 0.51);
      }
    }
  }

  @Property(tries = 200)
  void hardSigmoidWithItsSummandInTheAccumulator(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] scale = scales(random, 1e-6, 1e-3);
    TensorQuantization out =
        TensorQuantization.uniform(ElementType.INT16, 1.0 / 32767, 0, scale.length);
    Epilogue epilogue = EpilogueBuilder.build(scale, HARD_SIGMOID, out);
    for (int i = 0; i < ACCUMULATORS; i++) {
      long acc = accumulator(random, scale[i % 3]);
      double real = acc * scale[i % 3];
      long summand = Math.round(3 / scale[i % 3]);
      double rounding = scale[i % 3] / 6 / out.scale()[0];
      check(epilogue, i % 3, acc + summand, 0, HARD_SIGMOID.apply(real), out, 0.51 + rounding);
    }
  }

  @Property(tries = 200)
  void residual(@ForAll long seed, @ForAll ElementType type) {
    SplittableRandom random = new SplittableRandom(seed);
    TensorQuantization out = output(random, type, 20);
    TensorQuantization summand = output(random, ElementType.INT8, 12);
    double[] scale = scales(random, 1e-9, 1e-2);
    Epilogue epilogue = EpilogueBuilder.buildWithResidual(scale, RELU6, out, 1, summand);
    for (int i = 0; i < ACCUMULATORS; i++) {
      int c = i % 3;
      long acc = accumulator(random, scale[c]);
      int element = random.nextInt(-128, 128);
      double real = acc * scale[c] + summand.dequantize(element, c);
      check(epilogue, c, acc, element, RELU6.apply(real), out, 0.52);
    }
  }

  /**
   * A channel whose weights are nearly zero beside a 16-bit residual that is far coarser than the
   * output: the residual's multiplier must leave equation 17 room.
   */
  @Property(tries = 200)
  void deadChannelBesideACoarseWideResidual(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 16) int exponent) {
    SplittableRandom random = new SplittableRandom(seed);
    TensorQuantization out = output(random, ElementType.INT8, 20);
    double coarse = Math.scalb(out.scale()[0] * (1 + random.nextDouble()), exponent);
    TensorQuantization summand = TensorQuantization.uniform(ElementType.INT16, coarse, 0, 3);
    double[] scale = {0x1p-100, 1e-20 * random.nextDouble(), 1e-3};
    Epilogue epilogue =
        EpilogueBuilder.buildWithResidual(scale, StepActivation.NONE, out, 1, summand);
    for (int c = 0; c < scale.length; c++) {
      long largest =
          Math.addExact(
              Math.multiplyExact(1L << 40, epilogue.rescale.multiplier[c]),
              Math.multiplyExact(1L << 15, epilogue.residual.multiplier[c]));
      Math.addExact(largest, 1L << epilogue.rescale.shift[c]);
      for (int i = 0; i < ACCUMULATORS; i++) {
        int element = random.nextInt(-32768, 32768) >> random.nextInt(16);
        check(epilogue, c, 1000, element, 1000 * scale[c] + element * coarse, out, 0.52);
      }
    }
  }

  @Property(tries = 200)
  void hardSwish(@ForAll long seed, @ForAll ElementType type) {
    SplittableRandom random = new SplittableRandom(seed);
    double high = 0.5 + 20 * random.nextDouble();
    TensorQuantization out =
        TensorQuantization.ofRange(type, type == ElementType.INT8 ? -0.375 : -high, high, 3);
    double[] scale = scales(random, 1e-7, 1e-2);
    Epilogue epilogue = EpilogueBuilder.build(scale, HARD_SWISH, out);
    double unit = Math.scalb(1.0, -epilogue.hardSwish.fractionBits);
    for (int i = 0; i < ACCUMULATORS; i++) {
      int c = i % 3;
      long acc = accumulator(random, scale[c]);
      double real = HARD_SWISH.apply(acc * scale[c]);
      // the pre-activation's rounding, times the steepest slope, 3/2
      double steps = 0.51 + 1.5 * 0.51 * unit / out.scale()[c];
      assertTrue(type.wide() || steps <= 1, "INT8 within one step, not " + steps);
      check(epilogue, c, acc, 0, real, out, steps);
    }
  }

  /** The element is at most {@code steps} away from the real result, saturated to the type. */
  private static void check(
      Epilogue epilogue,
      int c,
      long acc,
      int residual,
      double real,
      TensorQuantization out,
      double steps) {
    double exact = real / out.scale()[c] + out.zeroPoint()[c];
    double saturated = Math.min(Math.max(exact, out.type().min()), out.type().max());
    int got = Requantize.apply(epilogue, c, acc, residual);
    // a factor is exact to 2^-22, which counts where 16 bits saturate or clamp from far away
    double slack = Math.abs(exact) * 0x1p-20;
    assertTrue(Math.abs(got - saturated) <= steps + slack, got + " instead of " + saturated);
  }

  private static TensorQuantization output(
      SplittableRandom random, ElementType type, double bound) {
    double low = -random.nextDouble() * bound;
    double high = random.nextDouble() * bound + 0.1;
    return TensorQuantization.ofRange(type, low, high, 3);
  }

  private static double[] scales(SplittableRandom random, double from, double to) {
    double[] scale = new double[3];
    for (int c = 0; c < scale.length; c++) {
      scale[c] = from * StrictMath.pow(to / from, random.nextDouble());
    }
    return scale;
  }

  /** An accumulator of up to 31 bits whose real value is mostly within 16. */
  private static long accumulator(SplittableRandom random, double scale) {
    double real = (random.nextDouble() * 2 - 1) * 16;
    return Math.round(Math.min(Math.max(real / scale, -0x1p31 + 1), 0x1p31 - 1));
  }
}

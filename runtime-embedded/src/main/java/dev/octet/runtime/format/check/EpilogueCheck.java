package dev.octet.runtime.format.check;

import dev.octet.runtime.format.bytes.FormatLimits;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.epilogue.Epilogue;
import dev.octet.runtime.schedule.epilogue.Rescale;
import dev.octet.runtime.schedule.epilogue.Residual;

/** Validates the integers of epilogues and rescalings. */
public final class EpilogueCheck {
  private static final int MAX_FRACTION_BITS = 12;

  private EpilogueCheck() {}

  /** Where an epilogue stands: which parts it may have there. */
  public enum Kind {
    LINEAR(false, false),
    ACTIVATION(true, false),
    ANY(true, true);

    final boolean hardSwish;
    final boolean residual;

    Kind(boolean hardSwish, boolean residual) {
      this.hardSwish = hardSwish;
      this.residual = residual;
    }
  }

  /** Validates all but the accumulator bound. */
  public static void epilogue(
      Check check,
      Epilogue epilogue,
      Kind kind,
      int channels,
      TensorSpec output,
      TensorSpec[] all) {
    rescale(check, "the rescaling", epilogue.rescale, channels);
    check.count("the output offset", epilogue.offset.length, channels);
    check.count("the lower bound", epilogue.low.length, channels);
    check.count("the upper bound", epilogue.high.length, channels);
    for (int c = 0; c < channels; c++) {
      offsetAndBounds(check, epilogue.offset[c], epilogue.low[c], epilogue.high[c], output.type());
    }
    if (epilogue.hardSwish != null) {
      check.require(kind.hardSwish, "a hard-swish where none may be");
      check.require(epilogue.residual == null, "a hard-swish together with a residual");
      check.range(
          "hard-swish fraction bits", epilogue.hardSwish.fractionBits, 0, MAX_FRACTION_BITS);
      rescale(check, "the hard-swish rescaling", epilogue.hardSwish.output, channels);
    }
    if (epilogue.residual != null) {
      check.require(kind.residual, "a residual where none may be");
      residual(check, epilogue.residual, channels, output, all[epilogue.residual.tensor]);
    }
  }

  private static void residual(
      Check check, Residual residual, int channels, TensorSpec output, TensorSpec added) {
    check.require(ShapeCheck.sameShape(added, output), "the residual's shape is not the output's");
    check.count("the residual's zero point", residual.zeroPoint.length, channels);
    check.count("the residual's multiplier", residual.multiplier.length, channels);
    for (int c = 0; c < channels; c++) {
      zeroPoint(check, residual.zeroPoint[c]);
      check.require(residual.multiplier[c] >= 0, "a residual's multiplier is negative");
    }
  }

  /** Validates an offset and a clamp of a type. */
  public static void offsetAndBounds(Check check, int offset, int low, int high, ElementType type) {
    check.range("the output offset", offset, -FormatLimits.OFFSET, FormatLimits.OFFSET);
    check.range("the lower bound", low, type.min(), type.max());
    check.range("the upper bound", high, low, type.max());
  }

  /** Validates multipliers and shifts. */
  public static void rescale(Check check, String field, Rescale rescale, int count) {
    rescale(check, field, rescale, count, 0);
  }

  /** Validates multipliers, which are at least {@code least}, and shifts. */
  public static void rescale(Check check, String field, Rescale rescale, int count, int least) {
    check.count(field, rescale.multiplier.length, count);
    check.count(field, rescale.shift.length, count);
    String multiplier = field + "'s multiplier";
    String shift = field + "'s shift";
    for (int i = 0; i < count; i++) {
      check.range(multiplier, rescale.multiplier[i], least, Rescale.MAX_MULTIPLIER);
      check.range(shift, rescale.shift[i], 1, Rescale.MAX_SHIFT);
    }
  }

  /** Validates output offsets, one per channel. */
  public static void offsets(Check check, int[] offset, int channels) {
    check.count("the output offset", offset.length, channels);
    for (int o : offset) {
      check.range("the output offset", o, -FormatLimits.OFFSET, FormatLimits.OFFSET);
    }
  }

  /** Validates zero points, one per channel. */
  public static void zeroPoints(Check check, int[] zeroPoint, int channels) {
    check.count("the zero point", zeroPoint.length, channels);
    for (int z : zeroPoint) {
      zeroPoint(check, z);
    }
  }

  /** Validates a zero point. */
  public static void zeroPoint(Check check, int zeroPoint) {
    check.range("a zero point", zeroPoint, -FormatLimits.ZERO_POINT, FormatLimits.ZERO_POINT);
  }

  /** Whether neither an accumulator up to a bound nor its epilogue can overflow. */
  public static boolean fits(
      Epilogue epilogue, int channel, long bound, ElementType input, TensorSpec[] all) {
    return bound < AccumulatorBounds.limit(input)
        && AccumulatorBounds.epilogueFits(epilogue, channel, bound, all);
  }

  /** Refuses an accumulator or an epilogue that could overflow. */
  public static void bounds(
      Check check,
      Epilogue epilogue,
      int channel,
      long bound,
      ElementType input,
      TensorSpec[] all) {
    accumulator(check, channel, bound, AccumulatorBounds.limit(input));
    check.require(
        AccumulatorBounds.epilogueFits(epilogue, channel, bound, all),
        "the epilogue can leave 64 bits");
  }

  /** Refuses an accumulator that can reach a limit. */
  public static void accumulator(Check check, int channel, long bound, long limit) {
    if (bound >= limit) {
      check.require(
          false,
          "the accumulator of channel " + channel + " can reach " + bound + ", over " + limit);
    }
  }
}

package dev.octet.runtime.kernel;

import dev.octet.runtime.schedule.epilogue.Epilogue;
import dev.octet.runtime.schedule.epilogue.HardSwish;
import dev.octet.runtime.schedule.epilogue.Rescale;
import dev.octet.runtime.schedule.operation.Curve;

/**
 * The arithmetic of every epilogue, and with {@link #rescale} the only rounding rule of the system
 * (docs/arithmetic.md, equations 8 and 10 to 12). The bounds that {@code
 * dev.octet.runtime.format.check.AccumulatorBounds} proves at load make all of it free of overflow.
 */
public final class Requantize {
  private Requantize() {}

  /**
   * The rounding rule: {@code floor(x * m / 2^s + 1/2)}.
   *
   * @param x the value, such that {@code x * m + 2^(s-1)} fits 64 bits
   * @param multiplier m, 0 to 2^22 - 1
   * @param shift s, 1 to 62
   */
  public static long rescale(long x, int multiplier, int shift) {
    return (x * multiplier + (1L << (shift - 1))) >> shift;
  }

  /** The value, or the nearer of the bounds {@code low <= high}. */
  public static int clamp(long value, int low, int high) {
    return (int) Math.max(low, Math.min(high, value));
  }

  /**
   * The value of a curve (docs/arithmetic.md, equation 39).
   *
   * @param table the curve's entries
   * @param argument taken as the nearest there is from -2^15 to 2^15 - 1
   */
  public static int interpolate(short[] table, long argument) {
    int t = clamp(argument, Short.MIN_VALUE, Short.MAX_VALUE) - Short.MIN_VALUE;
    int low = table[t >> Curve.FRACTION_BITS];
    int step = table[(t >> Curve.FRACTION_BITS) + 1] - low;
    int fraction = t & (1 << Curve.FRACTION_BITS) - 1;
    return low + ((step * fraction + (1 << Curve.FRACTION_BITS - 1)) >> Curve.FRACTION_BITS);
  }

  /**
   * A whole epilogue for one element.
   *
   * @param epilogue the epilogue
   * @param channel the output channel
   * @param accumulator the accumulator
   * @param residual the residual's element, ignored when the epilogue has no residual
   * @return the output element
   */
  public static int apply(Epilogue epilogue, int channel, long accumulator, int residual) {
    return epilogue.hardSwish == null
        ? linear(epilogue, channel, accumulator, residual)
        : hardSwish(epilogue, channel, accumulator);
  }

  private static int linear(Epilogue e, int c, long accumulator, int residual) {
    Rescale r = e.rescale;
    long sum = accumulator * r.multiplier[c] + (1L << (r.shift[c] - 1));
    if (e.residual != null) {
      sum += ((long) residual - e.residual.zeroPoint[c]) * e.residual.multiplier[c];
    }
    return clamp((sum >> r.shift[c]) + e.offset[c], e.low[c], e.high[c]);
  }

  private static int hardSwish(Epilogue e, int c, long accumulator) {
    HardSwish h = e.hardSwish;
    int p =
        clamp(
            rescale(accumulator, e.rescale.multiplier[c], e.rescale.shift[c]),
            Short.MIN_VALUE,
            Short.MAX_VALUE);
    int u = clamp(p + (3 << h.fractionBits), 0, 6 << h.fractionBits);
    long q = rescale((long) p * u, h.output.multiplier[c], h.output.shift[c]);
    return clamp(q + e.offset[c], e.low[c], e.high[c]);
  }
}

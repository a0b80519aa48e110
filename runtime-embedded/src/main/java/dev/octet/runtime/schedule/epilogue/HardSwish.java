package dev.octet.runtime.schedule.epilogue;

/**
 * Hard-swish from a wide pre-activation, one rounding to the output type (docs/arithmetic.md,
 * equation 12). The accumulator is rescaled to {@code p} in units of 2^-fractionBits, saturated to
 * 16 bits, then {@code u = min(max(p + 3 * 2^fractionBits, 0), 6 * 2^fractionBits)} and the output
 * is the rescaled product {@code p * u}.
 */
public final class HardSwish {
  /** Fraction bits of the pre-activation, 0 to 12. */
  public final int fractionBits;

  /** Takes {@code p * u} (units 2^-(2*fractionBits), not yet divided by 6) to output units. */
  public final Rescale output;

  /** Makes a hard-swish step. */
  public HardSwish(int fractionBits, Rescale output) {
    this.fractionBits = fractionBits;
    this.output = output;
  }
}

package dev.octet.runtime.schedule.epilogue;

/**
 * How an accumulator becomes an output element. Linear (no {@link HardSwish}; docs/arithmetic.md,
 * equation 10):
 *
 * <pre>q = clamp(((acc * m[c] + residual + 2^(s[c]-1)) >> s[c]) + offset[c], low[c], high[c])</pre>
 *
 * The clamp is the ReLU, the ReLU6 or the hard-sigmoid; its per-channel bounds allow equalized
 * channels. With a {@link HardSwish} the rescaled accumulator is its pre-activation, and there is
 * no residual.
 */
public final class Epilogue {
  /** Accumulator to output units, or to the pre-activation of the hard-swish. */
  public final Rescale rescale;

  /** Hard-swish, or null. */
  public final HardSwish hardSwish;

  /** Residual, or null; never together with a hard-swish. */
  public final Residual residual;

  /** The output's zero point in each channel. */
  public final int[] offset;

  /** Smallest output element of each channel. */
  public final int[] low;

  /** Largest output element of each channel. */
  public final int[] high;

  /** Keeps the arrays (one entry per output channel) without copying. */
  public Epilogue(
      Rescale rescale,
      HardSwish hardSwish,
      Residual residual,
      int[] offset,
      int[] low,
      int[] high) {
    this.rescale = rescale;
    this.hardSwish = hardSwish;
    this.residual = residual;
    this.offset = offset;
    this.low = low;
    this.high = high;
  }
}

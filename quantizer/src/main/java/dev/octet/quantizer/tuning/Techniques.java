package dev.octet.quantizer.tuning;

import dev.octet.quantizer.range.RangeMethod;

/**
 * What is done for accuracy.
 *
 * @param ranges how activation ranges are found where nothing speaks for another way
 * @param channelScales a scale per channel where it is free
 * @param balance sharing the difficulty between activations and weights (equalization)
 * @param errorCompensation error-compensated rounding of weights
 * @param biasCorrection sequential bias correction
 * @param sumFit weights fitted to the float network's sums where activations have 16 bits; needs
 *     {@code errorCompensation}
 * @param byEffect whether {@code ranges} and {@code balance} are replaced by what does better on
 *     calibration inputs that are held out
 */
public record Techniques(
    RangeMethod ranges,
    boolean channelScales,
    boolean balance,
    boolean errorCompensation,
    boolean biasCorrection,
    boolean sumFit,
    boolean byEffect) {
  /** Everything. */
  public static final Techniques ALL =
      new Techniques(RangeMethod.MEAN_SQUARE, true, true, true, true, true, true);

  /** The same with given ranges and balance: nothing is chosen by its effect. */
  public Techniques fixed(RangeMethod method, boolean balanced) {
    return new Techniques(
        method, channelScales, balanced, errorCompensation, biasCorrection, sumFit, false);
  }
}

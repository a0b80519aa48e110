package dev.octet.quantizer;

import dev.octet.quantizer.range.RangeMethod;

/**
 * Settings of a quantization. All but {@code threads} decide the result's bytes.
 *
 * @param precision bits of activations
 * @param minSqnrDb logit SQNR at which mixed precision stops widening tensors
 * @param seed of the draw of samples, for the record
 * @param threads threads to use, at least 1; does not change the result
 * @param tuningImages how many of the calibration inputs the weights are tuned on
 * @param ranges how activation ranges are found
 * @param channelScales a scale per channel where it is free
 * @param balance sharing the difficulty between activations and weights (equalization)
 * @param errorCompensation error-compensated rounding of weights
 * @param biasCorrection sequential bias correction
 * @param lowMemory the schedule in bands of rows ({@code LowMemoryPlanner}); same bits, less arena
 */
public record QuantizerSettings(
    Precision precision,
    double minSqnrDb,
    long seed,
    int threads,
    int tuningImages,
    RangeMethod ranges,
    boolean channelScales,
    boolean balance,
    boolean errorCompensation,
    boolean biasCorrection,
    boolean lowMemory) {
  /** int8 with every technique, on all cores. */
  public static QuantizerSettings defaults() {
    return new QuantizerSettings(
        Precision.INT8,
        40,
        0,
        Runtime.getRuntime().availableProcessors(),
        128,
        RangeMethod.MEAN_SQUARE,
        true,
        true,
        true,
        true,
        false);
  }

  /** The same with another precision. */
  public QuantizerSettings withPrecision(Precision value, double sqnrDb) {
    return new QuantizerSettings(
        value,
        sqnrDb,
        seed,
        threads,
        tuningImages,
        ranges,
        channelScales,
        balance,
        errorCompensation,
        biasCorrection,
        lowMemory);
  }

  /** The same with or without bands of rows. */
  public QuantizerSettings withLowMemory(boolean value) {
    return new QuantizerSettings(
        precision,
        minSqnrDb,
        seed,
        threads,
        tuningImages,
        ranges,
        channelScales,
        balance,
        errorCompensation,
        biasCorrection,
        value);
  }

  /** The same on another number of threads. */
  public QuantizerSettings withThreads(int value) {
    return new QuantizerSettings(
        precision,
        minSqnrDb,
        seed,
        value,
        tuningImages,
        ranges,
        channelScales,
        balance,
        errorCompensation,
        biasCorrection,
        lowMemory);
  }

  /** The same with another seed. */
  public QuantizerSettings withSeed(long value) {
    return new QuantizerSettings(
        precision,
        minSqnrDb,
        value,
        threads,
        tuningImages,
        ranges,
        channelScales,
        balance,
        errorCompensation,
        biasCorrection,
        lowMemory);
  }

  /** The same with other techniques, for ablations. */
  public QuantizerSettings withTechniques(
      RangeMethod rangeMethod,
      boolean useChannelScales,
      boolean useBalance,
      boolean useErrorCompensation,
      boolean useBiasCorrection) {
    return new QuantizerSettings(
        precision,
        minSqnrDb,
        seed,
        threads,
        tuningImages,
        rangeMethod,
        useChannelScales,
        useBalance,
        useErrorCompensation,
        useBiasCorrection,
        lowMemory);
  }
}

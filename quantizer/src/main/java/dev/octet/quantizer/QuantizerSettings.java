package dev.octet.quantizer;

import dev.octet.quantizer.range.PlanOptions;
import dev.octet.quantizer.range.RangeMethod;
import dev.octet.quantizer.tuning.Techniques;
import java.util.Map;
import java.util.Set;

/**
 * Settings of a quantization. All but {@code threads} decide the result's bytes.
 *
 * @param precision bits of activations
 * @param minSqnrDb logit SQNR that mixed precision widens tensors for
 * @param seed of the draw of samples, for the record
 * @param threads threads to use, at least 1; does not change the result
 * @param tuningImages how many of the calibration inputs the weights are tuned on
 * @param techniques what is done for accuracy
 * @param lowMemory the schedule in bands of rows ({@code LowMemoryPlanner}); same bits, less arena
 */
public record QuantizerSettings(
    Precision precision,
    double minSqnrDb,
    long seed,
    int threads,
    int tuningImages,
    Techniques techniques,
    boolean lowMemory) {
  /** int8 with every technique, on all cores. */
  public static QuantizerSettings defaults() {
    int cores = Runtime.getRuntime().availableProcessors();
    return new QuantizerSettings(Precision.INT8, 40, 0, cores, 256, Techniques.ALL, false);
  }

  /** The same with another precision. */
  public QuantizerSettings withPrecision(Precision value, double sqnrDb) {
    return new QuantizerSettings(value, sqnrDb, seed, threads, tuningImages, techniques, lowMemory);
  }

  /** The same on another number of threads. */
  public QuantizerSettings withThreads(int value) {
    return new QuantizerSettings(
        precision, minSqnrDb, seed, value, tuningImages, techniques, lowMemory);
  }

  /** The same with weights tuned on another number of inputs. */
  public QuantizerSettings withTuningImages(int value) {
    return new QuantizerSettings(precision, minSqnrDb, seed, threads, value, techniques, lowMemory);
  }

  /** The same with another seed. */
  public QuantizerSettings withSeed(long value) {
    return new QuantizerSettings(
        precision, minSqnrDb, value, threads, tuningImages, techniques, lowMemory);
  }

  /** The same with or without bands of rows. */
  public QuantizerSettings withLowMemory(boolean value) {
    return new QuantizerSettings(
        precision, minSqnrDb, seed, threads, tuningImages, techniques, value);
  }

  /** The same with other techniques. */
  public QuantizerSettings withTechniques(Techniques value) {
    return new QuantizerSettings(
        precision, minSqnrDb, seed, threads, tuningImages, value, lowMemory);
  }

  /** How tensors are planned as long as nothing is chosen by its effect or widened. */
  PlanOptions plan() {
    return new PlanOptions(ranges(), channelScales(), balance(), Map.of(), Set.of());
  }

  /** How activation ranges are found. */
  public RangeMethod ranges() {
    return techniques.ranges();
  }

  /** Whether there is a scale per channel where it is free. */
  public boolean channelScales() {
    return techniques.channelScales();
  }

  /** Whether the difficulty is shared between activations and weights. */
  public boolean balance() {
    return techniques.balance();
  }

  /** Whether rounding errors of weights are compensated. */
  public boolean errorCompensation() {
    return techniques.errorCompensation();
  }

  /** Whether weights are fitted to the float network's sums where activations have 16 bits. */
  public boolean sumFit() {
    return techniques.sumFit() && techniques.errorCompensation();
  }

  /** Whether biases are corrected. */
  public boolean biasCorrection() {
    return techniques.biasCorrection();
  }
}

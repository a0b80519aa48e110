package dev.octet.quantizer;

import dev.octet.calibration.InputPass;
import dev.octet.calibration.Progress;
import dev.octet.calibration.TensorSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The calibration inputs that can be read, decoded once. The first ones stay in memory, the others
 * in a temporary file, so that thousands of photos fit a small heap.
 */
final class CalibrationInputs implements AutoCloseable {
  private final int keep;
  private final TensorSpool spool;
  private final List<float[]> kept = new ArrayList<>();
  private List<String> skipped = List.of();
  private int count;

  private CalibrationInputs(int keep, TensorSpool spool) {
    this.keep = keep;
    this.spool = spool;
  }

  /**
   * Reads every sample once.
   *
   * @param samples indices into the source
   * @param keep how many tensors may stay in memory, at least 1
   * @param threads at least 1
   * @throws dev.octet.runtime.OctetException (INPUT) if more than a fifth of them cannot be read
   */
  static CalibrationInputs read(
      TensorSource source, int[] samples, int keep, int threads, Progress progress) {
    CalibrationInputs inputs =
        new CalibrationInputs(keep, samples.length > keep ? new TensorSpool() : null);
    try {
      inputs.skipped =
          InputPass.run(
                  source,
                  samples,
                  threads,
                  "reading calibration images",
                  progress,
                  () -> (index, input) -> () -> inputs.add(input))
              .stream()
              .map(s -> s.name() + ": " + s.reason())
              .toList();
      return inputs;
    } catch (RuntimeException | Error e) {
      inputs.close();
      throw e;
    }
  }

  /** Called in the samples' order, by one thread at a time. */
  private void add(float[] input) {
    if (count < keep) {
      kept.add(input);
    } else {
      spool.write(count, input);
    }
    count++;
  }

  /** Number of inputs that can be read. */
  int count() {
    return count;
  }

  /** One input, HWC; not to be changed. */
  float[] get(int index) {
    return index < kept.size() ? kept.get(index) : spool.read(index, kept.get(0).length);
  }

  /** What could not be read, and why. */
  List<String> skipped() {
    return skipped;
  }

  /** Removes the temporary file, if there is one. */
  @Override
  public void close() {
    if (spool != null) {
      spool.close();
    }
  }
}

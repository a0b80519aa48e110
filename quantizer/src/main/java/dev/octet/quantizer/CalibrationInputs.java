package dev.octet.quantizer;

import dev.octet.calibration.Progress;
import dev.octet.calibration.TensorSource;
import dev.octet.quantizer.simulate.Workers;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The calibration inputs that can be read. The first ones stay in memory, the others are read again
 * whenever they are needed, so that thousands of photos fit a small heap.
 */
final class CalibrationInputs {
  /**
   * Beyond this share of unreadable inputs something is wrong with the folder, not with a photo.
   */
  private static final double MOST_UNREADABLE = 0.2;

  private static final int REASONS_SHOWN = 3;

  private final TensorSource source;
  private final int[] readable;
  private final float[][] kept;
  private final List<String> skipped;

  private CalibrationInputs(
      TensorSource source, int[] readable, float[][] kept, List<String> skipped) {
    this.source = source;
    this.readable = readable;
    this.kept = kept;
    this.skipped = List.copyOf(skipped);
  }

  /**
   * Tries every sample once.
   *
   * @param samples indices into the source
   * @param keep how many tensors may stay in memory
   * @throws OctetException (INPUT) if none or fewer than four fifths can be read
   */
  static CalibrationInputs read(
      TensorSource source, int[] samples, int keep, Workers workers, Progress progress) {
    float[][] tensors = new float[samples.length][];
    boolean[] good = new boolean[samples.length];
    String[] reasons = new String[samples.length];
    progress.start("reading calibration images", samples.length);
    workers.each(
        samples.length,
        i -> {
          try {
            float[] tensor = source.read(samples[i]);
            good[i] = true;
            // a few more than needed, in case earlier ones cannot be read
            if (i < keep) {
              tensors[i] = tensor;
            }
          } catch (OctetException e) {
            if (e.failure() != Failure.INPUT) {
              throw e;
            }
            reasons[i] = source.name(samples[i]) + ": " + e.what();
          }
          progress.advance(1);
        });
    List<Integer> readable = new ArrayList<>();
    List<float[]> kept = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    for (int i = 0; i < samples.length; i++) {
      if (good[i]) {
        readable.add(samples[i]);
        kept.add(tensors[i]);
      } else {
        skipped.add(reasons[i]);
      }
    }
    if (readable.isEmpty() || skipped.size() > MOST_UNREADABLE * samples.length) {
      throw new OctetException(
          Failure.INPUT,
          skipped.size() + " of " + samples.length + " calibration images cannot be read",
          skipped.stream().limit(REASONS_SHOWN).collect(Collectors.joining(", ")),
          "give a folder of JPEG, PNG or BMP photos, or a .npy file of tensors");
    }
    return new CalibrationInputs(
        source,
        readable.stream().mapToInt(Integer::intValue).toArray(),
        kept.toArray(new float[0][]),
        skipped);
  }

  /** Number of inputs that can be read. */
  int count() {
    return readable.length;
  }

  /** One input, HWC; not to be changed. */
  float[] get(int index) {
    return kept[index] != null ? kept[index] : source.read(readable[index]);
  }

  /** What could not be read, and why. */
  List<String> skipped() {
    return skipped;
  }
}

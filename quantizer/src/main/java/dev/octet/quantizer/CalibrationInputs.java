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
 * The calibration inputs that can be read, decoded once. The first ones stay in memory, the others
 * in a temporary file, so that thousands of photos fit a small heap.
 */
final class CalibrationInputs implements AutoCloseable {
  /**
   * Beyond this share of unreadable inputs something is wrong with the folder, not with a photo.
   */
  private static final double MOST_UNREADABLE = 0.2;

  private static final int REASONS_SHOWN = 3;

  private final TensorSpool spool;
  private final float[][] kept;
  private final Found found;

  private CalibrationInputs(TensorSpool spool, float[][] kept, Found found) {
    this.spool = spool;
    this.kept = kept;
    this.found = found;
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
    float[][] tensors = new float[Math.min(keep, samples.length)][];
    TensorSpool spool = samples.length > keep ? new TensorSpool() : null;
    try {
      return new CalibrationInputs(
          spool, tensors, readAll(source, samples, tensors, spool, workers, progress));
    } catch (RuntimeException | Error e) {
      if (spool != null) {
        spool.close();
      }
      throw e;
    }
  }

  /** Which samples could be read, and why the others could not. */
  private record Found(int[] readable, int elements, List<String> skipped) {}

  private static Found readAll(
      TensorSource source,
      int[] samples,
      float[][] tensors,
      TensorSpool spool,
      Workers workers,
      Progress progress) {
    int[] elements = new int[samples.length];
    String[] reasons = new String[samples.length];
    progress.start("reading calibration images", samples.length);
    workers.each(
        samples.length,
        i -> {
          try {
            float[] tensor = source.read(samples[i]);
            elements[i] = tensor.length;
            if (i < tensors.length) {
              tensors[i] = tensor;
            } else {
              spool.write(i, tensor);
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
    List<String> skipped = new ArrayList<>();
    for (int i = 0; i < samples.length; i++) {
      if (elements[i] > 0) {
        readable.add(i);
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
    return new Found(
        readable.stream().mapToInt(Integer::intValue).toArray(),
        elements[readable.get(0)],
        skipped);
  }

  /** Number of inputs that can be read. */
  int count() {
    return found.readable.length;
  }

  /** One input, HWC; not to be changed. */
  float[] get(int index) {
    int sample = found.readable[index];
    return sample < kept.length ? kept[sample] : spool.read(sample, found.elements);
  }

  /** What could not be read, and why. */
  List<String> skipped() {
    return found.skipped;
  }

  /** Removes the temporary file, if there is one. */
  @Override
  public void close() {
    if (spool != null) {
      spool.close();
    }
  }
}

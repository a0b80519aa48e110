package dev.octet.quantizer.simulate;

import dev.octet.calibration.Progress;
import dev.octet.model.parallel.Parallel;
import dev.octet.runtime.KernelSets;
import dev.octet.runtime.kernel.KernelSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What one quantization runs with: its threads, the kernels that steps are tried on, somebody who
 * looks on, and the notes of what it decided.
 */
public final class Run {
  private final Parallel parallel;
  private final KernelSet kernels;
  private final Progress progress;
  private final List<String> notes = new ArrayList<>();

  /**
   * A run on given kernels.
   *
   * @param threads at least 1; the result does not depend on it
   * @param kernels that steps are tried on; the result does not depend on them
   */
  public Run(int threads, KernelSet kernels, Progress progress) {
    this.parallel = new Parallel(threads);
    this.kernels = kernels;
    this.progress = progress;
  }

  /** A run on the fastest kernels of this JVM. */
  public static Run of(int threads, Progress progress) {
    return new Run(threads, KernelSets.choose().set(), progress);
  }

  /** The threads. */
  public Parallel parallel() {
    return parallel;
  }

  /** The kernels. */
  public KernelSet kernels() {
    return kernels;
  }

  /** Told how it goes on. */
  public Progress progress() {
    return progress;
  }

  /** Notes what was found or decided, for the user to read; formatted in the root locale. */
  public void note(String format, Object... values) {
    notes.add(values.length == 0 ? format : String.format(Locale.ROOT, format, values));
  }

  /** What was noted so far, in order. */
  public List<String> notes() {
    return List.copyOf(notes);
  }
}

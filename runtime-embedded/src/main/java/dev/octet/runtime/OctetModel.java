package dev.octet.runtime;

import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.format.InputFile;
import dev.octet.runtime.format.OctetReader;
import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.schedule.Macs;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A loaded model: checked, its kernels prepared. Any number of sessions on any threads share it.
 *
 * <p>Immutable, as long as nobody writes to the arrays of the {@link #schedule()}: weights and the
 * integers of steps are not copied for each reader. Names, tensors and classes are the model's own
 * in any case.
 */
public final class OctetModel {
  private final Schedule schedule;
  private final KernelSets kernelSets;
  private final Program program;
  private final Program firstProgram;
  private final WarmUp warmUp;
  private final String[] labels;
  private final TensorSpec[] tensors;
  private final int classes;

  private OctetModel(Schedule schedule, KernelSets kernelSets) {
    this.schedule = schedule;
    this.labels = schedule.labels.clone();
    this.tensors = schedule.tensors.clone();
    this.classes = schedule.answerElements();
    this.kernelSets = kernelSets;
    KernelSet set = kernelSets.set();
    this.program = Program.of(schedule, set);
    this.firstProgram = set.first() == set ? program : Program.of(schedule, set.first());
    this.warmUp = new WarmUp(set, firstProgram, program, schedule.arena8, schedule.arena16);
  }

  /**
   * Loads a file with the fastest kernel set of this JVM.
   *
   * @throws OctetException INPUT when the file is missing, unreadable or not a valid model
   */
  public static OctetModel load(Path file) {
    return load(file, KernelSets.choose());
  }

  /**
   * Loads a file.
   *
   * @param kernelSets the kernel set to run it with
   * @throws OctetException INPUT when the file is missing, unreadable or not a valid model
   */
  public static OctetModel load(Path file, KernelSets kernelSets) {
    try (InputStream stream = InputFile.open(file)) {
      return of(OctetReader.read(stream, file.toString(), Files.size(file)), kernelSets);
    } catch (NoSuchFileException e) {
      throw unreadable(file.toString(), "there is no such file", e);
    } catch (IOException e) {
      throw unreadable(file.toString(), "cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Loads from a stream, which must end with the model and stays open.
   *
   * @param name what to call the stream in errors
   * @throws OctetException INPUT when the stream cannot be read or is not a valid model
   */
  public static OctetModel load(InputStream stream, String name) {
    try {
      return of(OctetReader.read(stream, name), KernelSets.choose());
    } catch (IOException e) {
      throw unreadable(name, "cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Loads from a file's bytes, which are kept as the place of the weights: not to be changed
   * afterwards.
   *
   * @param name what to call them in errors
   * @throws OctetException INPUT when they are not a valid model
   */
  public static OctetModel load(byte[] bytes, String name) {
    return of(OctetReader.read(bytes, name), KernelSets.choose());
  }

  /**
   * Prepares a schedule that is valid ({@code ScheduleValidator}).
   *
   * @param kernelSets the kernel set to run it with
   */
  public static OctetModel of(Schedule schedule, KernelSets kernelSets) {
    return new OctetModel(schedule, kernelSets);
  }

  private static OctetException unreadable(String name, String what, IOException cause) {
    return new OctetException(Failure.INPUT, what, name, "give a readable .octet file", cause);
  }

  /** Everything the file says; its arrays are shared and only to be read. */
  public Schedule schedule() {
    return schedule;
  }

  /** A tensor of the schedule. */
  TensorSpec tensor(int index) {
    return tensors[index];
  }

  /** The model's name. */
  public String name() {
    return schedule.name;
  }

  /** The input tensor: int8, height x width x channels. */
  public TensorSpec input() {
    return tensors[schedule.input];
  }

  /** The first head: the output tensor, 1 x 1 x classes, of a classifier. */
  public TensorSpec output() {
    return tensors[schedule.output];
  }

  /** Number of classes; of a network that gives more than one row, elements of all its heads. */
  public int classes() {
    return classes;
  }

  /** The name of a class, or its number when the file has no labels. */
  public String label(int index) {
    return labels.length == 0 ? Integer.toString(index) : labels[index];
  }

  /** Bytes of a session's activations. */
  public long arenaBytes() {
    return schedule.arena8 + 2L * schedule.arena16;
  }

  /** Bytes of the weights, as often as steps use them. */
  public long weightBytes() {
    long sum = 0;
    for (Operation operation : schedule.operations) {
      if (operation instanceof Convolution) {
        sum += ((Convolution) operation).weights.length();
      }
    }
    return sum;
  }

  /** Multiply-accumulates of an inference. */
  public long macs() {
    return Macs.of(schedule);
  }

  /** The chosen kernel set and why. */
  public KernelSets kernelSets() {
    return kernelSets;
  }

  /**
   * Brings the chosen kernel set into use now. Without it, a set that is slow on a cold JVM comes
   * in while the first inferences are done by another one; a program that measures, or that has
   * time before its first picture, waits here for it instead. The outputs are the same.
   */
  public void warmUp() {
    warmUp.finish();
  }

  /** A session on the calling thread alone. */
  public Session newSession() {
    return newSession(1);
  }

  /**
   * A session on several threads; the outputs do not depend on their number.
   *
   * @param threads 1 to 64, the calling thread included
   * @throws OctetException USAGE when the number is out of range
   */
  public Session newSession(int threads) {
    if (threads < 1 || threads > Session.MAX_THREADS) {
      throw new OctetException(
          Failure.USAGE,
          threads + " threads",
          "new session",
          "ask for 1 to " + Session.MAX_THREADS + " threads");
    }
    return new Session(this, warmUp, firstProgram, program, threads);
  }
}

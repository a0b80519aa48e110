package dev.octet.calibration.input;

import dev.octet.calibration.Progress;
import dev.octet.calibration.TensorSource;
import dev.octet.model.parallel.Parallel;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The one way to go over inputs of a source. Several threads read and work; results are handed over
 * in the inputs' order, so they are the same on any number of threads. An input that cannot be read
 * is skipped and listed, but no more than a fifth of them; every other failure stops the pass.
 * Immutable.
 */
public final class InputPass {
  /** More unreadable inputs than this part of all are an error. */
  private static final double MOST_UNREADABLE = 0.2;

  private static final int REASONS_SHOWN = 3;

  /**
   * How a pass is run.
   *
   * @param before inputs that were skipped before an interruption
   * @param done how many inputs it was through with then
   * @param mostUnreadable part of all inputs; more unreadable ones are an error
   * @param step what is shown as going on
   */
  private record Settings(
      List<SkippedInput> before, int done, double mostUnreadable, String step, Progress progress) {
    static final Settings USUAL = new Settings(List.of(), 0, MOST_UNREADABLE, "", Progress.SILENT);
  }

  private final TensorSource source;
  private final Parallel parallel;
  private final int[] indices;
  private final Settings settings;

  private InputPass(TensorSource source, Parallel parallel, int[] indices, Settings settings) {
    this.source = source;
    this.parallel = parallel;
    this.indices = indices;
    this.settings = settings;
  }

  /** A pass over all inputs of a source. */
  public static InputPass over(TensorSource source, Parallel parallel) {
    int[] all = IntStream.range(0, source.size()).toArray();
    return new InputPass(source, parallel, all, Settings.USUAL);
  }

  /**
   * The pass over some of the inputs.
   *
   * @param some their indices in the source, in the order of the results
   */
  public InputPass only(int[] some) {
    return new InputPass(source, parallel, some.clone(), settings);
  }

  /**
   * The rest of a pass that was interrupted.
   *
   * @param seen how many inputs it was through with
   * @param skipped which of them it had skipped
   */
  public InputPass resumed(int seen, List<SkippedInput> skipped) {
    return with(
        new Settings(
            List.copyOf(skipped), seen, settings.mostUnreadable, settings.step, settings.progress));
  }

  /** The same pass, for which any number of inputs may be unreadable, or none be there. */
  public InputPass tolerant() {
    return with(new Settings(settings.before, settings.done, 1, settings.step, settings.progress));
  }

  /**
   * The same pass, with somebody who looks on.
   *
   * @param title what is shown as going on, such as {@code calibrating}
   */
  public InputPass showing(String title, Progress listener) {
    return with(
        new Settings(settings.before, settings.done, settings.mostUnreadable, title, listener));
  }

  private InputPass with(Settings other) {
    return new InputPass(source, parallel, indices, other);
  }

  /**
   * Reads an input in the form that the work needs.
   *
   * @param <I> the form
   */
  @FunctionalInterface
  public interface Reader<I> {
    /**
     * Reads one input; called by several threads.
     *
     * @param index its index in the source
     * @throws OctetException (INPUT) if it cannot be read, and so is to be skipped
     */
    I read(int index);
  }

  /**
   * What is done with an input, at the same time as with others.
   *
   * @param <T> what each thread has of its own
   * @param <I> the input
   * @param <R> the result
   */
  @FunctionalInterface
  public interface Work<T, I, R> {
    /**
     * Works on one input.
     *
     * @param index its index in the source
     */
    R apply(T own, int index, I input);
  }

  /**
   * Takes results in the inputs' order, on the thread that runs the pass.
   *
   * @param <R> the result
   */
  @FunctionalInterface
  public interface Results<R> {
    /**
     * Takes the result of an input.
     *
     * @param index its index in the source
     */
    void accept(int index, R result);

    /** Learns that an input was skipped, when it would have been its turn. */
    default void skip(SkippedInput input) {}
  }

  private record Outcome<R>(int index, R result, SkippedInput skipped) {}

  /**
   * Goes over the inputs.
   *
   * @param <T> what each thread has of its own
   * @param <I> the form of the inputs
   * @param <R> the results
   * @param own makes what a thread has, called on that thread
   * @return the inputs that were skipped, in order
   * @throws OctetException INPUT if more than 20 % or all of the inputs cannot be read, unless the
   *     pass is tolerant
   */
  public <T, I, R> List<SkippedInput> run(
      Reader<I> reader, Supplier<T> own, Work<T, I, R> work, Results<R> results) {
    List<SkippedInput> skipped = new ArrayList<>(settings.before);
    int rest = indices.length - settings.done;
    settings.progress.start(settings.step, rest);
    parallel.<T, Outcome<R>>ordered(
        rest,
        own,
        (mine, i) -> outcome(indices[settings.done + i], reader, mine, work),
        outcome -> {
          if (outcome.skipped == null) {
            results.accept(outcome.index, outcome.result);
          } else {
            skipped.add(outcome.skipped);
            results.skip(outcome.skipped);
          }
          settings.progress.advance(1);
        });
    if (settings.mostUnreadable < 1) {
      check(skipped);
    }
    return List.copyOf(skipped);
  }

  private <T, I, R> Outcome<R> outcome(int index, Reader<I> reader, T mine, Work<T, I, R> work) {
    I input;
    try {
      input = reader.read(index);
    } catch (OctetException e) {
      if (e.failure() != Failure.INPUT) {
        throw e;
      }
      return new Outcome<>(index, null, new SkippedInput(index, source.name(index), e.what()));
    }
    return new Outcome<>(index, work.apply(mine, index, input), null);
  }

  private void check(List<SkippedInput> skipped) {
    if (indices.length == 0) {
      throw new OctetException(
          Failure.INPUT, "there are no inputs", "the data", "give at least one photo or tensor");
    }
    if (skipped.size() > settings.mostUnreadable * indices.length) {
      String reasons =
          skipped.stream()
              .limit(REASONS_SHOWN)
              .map(SkippedInput::text)
              .collect(Collectors.joining("; "));
      boolean all = skipped.size() == indices.length;
      throw new OctetException(
          Failure.INPUT,
          (all ? "none" : "only " + (indices.length - skipped.size()))
              + " of "
              + indices.length
              + " inputs can be read ("
              + reasons
              + (skipped.size() > REASONS_SHOWN ? "; ..." : "")
              + ")",
          "the data",
          "check the files; up to 20 % unreadable ones are skipped");
    }
  }
}

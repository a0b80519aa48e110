package dev.octet.calibration;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Goes once over some inputs of a source with several threads. Inputs are worked on in any order,
 * but what depends on the order is handed over in theirs, so results are the same on any number of
 * threads. Inputs that cannot be read are skipped and listed.
 */
public final class InputPass {
  /** More unreadable inputs than this part of all are an error. */
  private static final double MOST_UNREADABLE = 0.2;

  private static final int REASONS_SHOWN = 3;

  /** What a thread does with an input; one object per thread. */
  public interface Worker {
    /**
     * Works on an input, at the same time as other threads do on others.
     *
     * @param index the input's index in the source
     * @param input the tensor
     * @return done when all inputs before this one are done, by one thread at a time
     */
    Runnable process(int index, float[] input);
  }

  private final TensorSource source;
  private final int[] indices;
  private final Progress progress;
  private final AtomicInteger next = new AtomicInteger();

  /** Guards the fields below and the order in which results are handed over. */
  private final Object turn = new Object();

  private final List<SkippedInput> skipped = new ArrayList<>();
  private int position;
  private Throwable failure;

  private InputPass(TensorSource source, int[] indices, Progress progress) {
    this.source = source;
    this.indices = indices;
    this.progress = progress;
  }

  /**
   * Goes over the inputs.
   *
   * @param indices which inputs, in which order
   * @param threads at least 1
   * @param step what is shown as going on, such as {@code calibrating}
   * @param workers makes a worker for each thread, called on that thread
   * @return the inputs that were skipped, in order
   * @throws OctetException INPUT if more than 20 % or all of the inputs cannot be read
   */
  public static List<SkippedInput> run(
      TensorSource source,
      int[] indices,
      int threads,
      String step,
      Progress progress,
      Supplier<? extends Worker> workers) {
    InputPass pass = new InputPass(source, indices.clone(), progress);
    progress.start(step, indices.length);
    pass.runAll(Math.max(1, Math.min(threads, indices.length)), workers);
    pass.check();
    return List.copyOf(pass.skipped);
  }

  private void runAll(int threads, Supplier<? extends Worker> workers) {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "octet-inputs");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<?>> futures = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        futures.add(pool.submit(() -> work(workers)));
      }
      for (Future<?> future : futures) {
        future.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      pool.shutdownNow();
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  private void work(Supplier<? extends Worker> workers) {
    Worker worker = null;
    for (int p = next.getAndIncrement(); p < indices.length; p = next.getAndIncrement()) {
      Runnable result;
      try {
        worker = worker == null ? workers.get() : worker;
        result = result(worker, indices[p]);
      } catch (RuntimeException | Error e) {
        // Thrown when its turn comes, so that the first failing input is the one reported.
        result = rethrow(e);
      }
      if (!finish(p, result)) {
        return;
      }
    }
  }

  private Runnable result(Worker worker, int index) {
    float[] input;
    try {
      input = source.read(index);
    } catch (OctetException e) {
      if (e.failure() != Failure.INPUT) {
        throw e;
      }
      return () -> skipped.add(new SkippedInput(index, source.name(index), e.what()));
    }
    return worker.process(index, input);
  }

  private static Runnable rethrow(Throwable problem) {
    return () -> {
      if (problem instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) problem;
    };
  }

  /** Hands over an input's result when all before it are done; false when the pass has failed. */
  private boolean finish(int p, Runnable result) {
    synchronized (turn) {
      try {
        while (position != p && failure == null) {
          turn.wait();
        }
        if (failure != null) {
          return false;
        }
        result.run();
        position++;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        failure = new IllegalStateException("interrupted", e);
      } catch (RuntimeException | Error e) {
        failure = e;
      }
      turn.notifyAll();
      if (failure != null) {
        return false;
      }
    }
    progress.advance(1);
    return true;
  }

  private void check() {
    if (skipped.isEmpty() && indices.length > 0) {
      return;
    }
    if (indices.length == 0) {
      throw new OctetException(
          Failure.INPUT, "there are no inputs", "the data", "give at least one photo or tensor");
    }
    if (skipped.size() > MOST_UNREADABLE * indices.length) {
      String reasons =
          skipped.stream()
              .limit(REASONS_SHOWN)
              .map(s -> s.name() + ": " + s.reason())
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

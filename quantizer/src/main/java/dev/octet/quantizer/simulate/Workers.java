package dev.octet.quantizer.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Spreads independent tasks over threads. Which thread takes which task must not matter to the
 * result.
 */
public final class Workers {
  private final int threads;

  /** Workers on the given number of threads, at least 1. */
  public Workers(int threads) {
    this.threads = threads;
  }

  /** Number of threads. */
  public int threads() {
    return threads;
  }

  /** Runs tasks 0 to {@code tasks - 1}. */
  public void each(int tasks, IntConsumer task) {
    eachWith(tasks, () -> task, IntConsumer::accept);
  }

  /** A task that uses something that each thread has of its own. */
  public interface TaskWith<T> {
    /** Runs one task. */
    void run(T own, int task);
  }

  /**
   * Runs tasks 0 to {@code tasks - 1}; each thread makes its own helper object first.
   *
   * @param <T> the helper's type
   */
  public <T> void eachWith(int tasks, Supplier<T> own, TaskWith<T> task) {
    int used = Math.min(threads, tasks);
    if (used <= 1) {
      if (tasks > 0) {
        T helper = own.get();
        for (int i = 0; i < tasks; i++) {
          task.run(helper, i);
        }
      }
      return;
    }
    AtomicInteger next = new AtomicInteger();
    Runnable loop =
        () -> {
          T helper = own.get();
          for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
            task.run(helper, i);
          }
        };
    ExecutorService pool = Executors.newFixedThreadPool(used);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < used; t++) {
        running.add(pool.submit(loop));
      }
      running.forEach(Workers::result);
    } finally {
      pool.shutdownNow();
    }
  }

  /**
   * Waits for a task; what it threw is thrown again.
   *
   * @param <R> the result's type
   * @throws IllegalStateException if this thread was interrupted
   */
  public static <R> R result(Future<R> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}

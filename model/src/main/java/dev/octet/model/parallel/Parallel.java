package dev.octet.model.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Spreads numbered tasks over threads. Which thread takes which task must not matter to the result.
 *
 * <p>Tasks are begun in the order of their numbers. The first failure stops all: no further task is
 * begun, those that run are waited for, and then what the failed task with the lowest number threw
 * is thrown to the caller. So whatever tasks use may be closed when a call returns, however it
 * returns. The threads are daemons and end with the call.
 */
public final class Parallel {
  /** Results that may wait for their turn, for each thread. */
  private static final int AHEAD = 4;

  private final int threads;

  /**
   * Work on some threads.
   *
   * @param threads at least 1; on one, everything happens on the caller's
   */
  public Parallel(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(threads + " threads");
    }
    this.threads = threads;
  }

  /** Number of threads. */
  public int threads() {
    return threads;
  }

  /**
   * A task that uses something that each thread has of its own.
   *
   * @param <T> what a thread has
   */
  @FunctionalInterface
  public interface Task<T> {
    /** Does one task. */
    void run(T own, int task);
  }

  /**
   * Computes the result of a task with something that each thread has of its own.
   *
   * @param <T> what a thread has
   * @param <R> the result
   */
  @FunctionalInterface
  public interface Work<T, R> {
    /** The result of one task. */
    R apply(T own, int task);
  }

  /** Does tasks 0 to {@code tasks - 1}, at the same time. */
  public void each(int tasks, IntConsumer task) {
    each(tasks, () -> task, IntConsumer::accept);
  }

  /**
   * Does tasks 0 to {@code tasks - 1}, at the same time.
   *
   * @param <T> what a thread has of its own
   * @param own makes it, called on the thread before its first task
   */
  public <T> void each(int tasks, Supplier<T> own, Task<T> task) {
    int used = Math.min(threads, tasks);
    if (used <= 1) {
      T mine = tasks > 0 ? own.get() : null;
      for (int i = 0; i < tasks; i++) {
        task.run(mine, i);
      }
      return;
    }
    AtomicInteger next = new AtomicInteger();
    FirstFailure failure = new FirstFailure();
    Runnable loop =
        () -> {
          Lazy<T> mine = new Lazy<>(own);
          while (!failure.isPresent()) {
            int i = next.getAndIncrement();
            if (i >= tasks) {
              return;
            }
            try {
              task.run(mine.get(), i);
            } catch (RuntimeException | Error e) {
              failure.add(i, e);
            }
          }
        };
    Crew crew = Crew.start(used - 1, loop);
    loop.run();
    crew.join(() -> failure.add(tasks, new IllegalStateException("interrupted")));
    failure.check();
  }

  /**
   * Computes the results of tasks 0 to {@code tasks - 1} at the same time, and hands them over one
   * by one in this order. Few results wait for their turn.
   *
   * @param <T> what a thread has of its own
   * @param <R> the results
   * @param own makes what a thread has, called on the thread before its first task
   * @param results takes them, on the caller's thread
   */
  public <T, R> void ordered(
      int tasks, Supplier<T> own, Work<T, R> work, Consumer<? super R> results) {
    int used = Math.min(threads, tasks);
    if (used <= 1) {
      T mine = tasks > 0 ? own.get() : null;
      for (int i = 0; i < tasks; i++) {
        results.accept(work.apply(mine, i));
      }
      return;
    }
    Turns<R> turns = new Turns<>(tasks, AHEAD * used);
    Runnable loop =
        () -> {
          Lazy<T> mine = new Lazy<>(own);
          for (int i = turns.begin(); i >= 0; i = turns.begin()) {
            int task = i;
            turns.end(task, () -> work.apply(mine.get(), task));
          }
        };
    Crew crew = Crew.start(used, loop);
    try {
      for (int i = 0; i < tasks; i++) {
        results.accept(turns.take(i));
      }
    } finally {
      turns.stop();
      crew.join(() -> {});
    }
  }

  /** What a thread has of its own, made when it is needed. */
  private static final class Lazy<T> {
    private final Supplier<T> supplier;
    private T value;
    private boolean made;

    Lazy(Supplier<T> supplier) {
      this.supplier = supplier;
    }

    T get() {
      if (!made) {
        value = supplier.get();
        made = true;
      }
      return value;
    }
  }
}

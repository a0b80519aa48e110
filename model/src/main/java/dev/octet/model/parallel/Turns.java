package dev.octet.model.parallel;

import java.util.function.Supplier;

/**
 * Tasks that several threads begin and end, and whose results one thread takes in order. Tasks are
 * begun only so far ahead of the result that is taken next.
 *
 * @param <R> the results
 */
final class Turns<R> {
  private record Outcome<R>(R result, Throwable failure) {}

  private final int tasks;

  /** Outcomes that wait, each at its task's number modulo the length. */
  private final Outcome<R>[] waiting;

  private int begun;
  private int taken;
  private boolean stopped;

  @SuppressWarnings("unchecked")
  Turns(int tasks, int ahead) {
    this.tasks = tasks;
    this.waiting = (Outcome<R>[]) new Outcome<?>[ahead];
  }

  /** The task to do next, or -1 if there is none; waits while too many results wait. */
  synchronized int begin() {
    boolean interrupted = false;
    while (!stopped && begun < tasks && begun - taken >= waiting.length) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return stopped || begun == tasks ? -1 : begun++;
  }

  /** Does a task; a failure waits for its turn, but no further task is begun. */
  void end(int task, Supplier<? extends R> work) {
    Outcome<R> outcome;
    try {
      outcome = new Outcome<>(work.get(), null);
    } catch (RuntimeException | Error e) {
      outcome = new Outcome<>(null, e);
    }
    synchronized (this) {
      waiting[task % waiting.length] = outcome;
      stopped |= outcome.failure != null;
      notifyAll();
    }
  }

  /**
   * Waits for the result of a task and takes it; what the task threw is thrown.
   *
   * @param task the number after the one taken before
   */
  synchronized R take(int task) {
    int slot = task % waiting.length;
    try {
      while (waiting[slot] == null) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    Outcome<R> outcome = waiting[slot];
    waiting[slot] = null;
    taken++;
    notifyAll();
    if (outcome.failure != null) {
      throw FirstFailure.unchecked(outcome.failure);
    }
    return outcome.result;
  }

  /** No further task is begun. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }
}

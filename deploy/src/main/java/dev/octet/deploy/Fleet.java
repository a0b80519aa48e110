package dev.octet.deploy;

import dev.octet.deploy.ssh.Target;
import dev.octet.runtime.OctetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Does the same on several boards at once; one that fails does not disturb the others. */
public final class Fleet {
  private static final int AT_ONCE = 16;

  /**
   * What became of one board.
   *
   * @param target the board
   * @param value the result, or null when it failed
   * @param failure why it failed, or null
   * @param seconds how long it took
   */
  public record Outcome<T>(Target target, T value, OctetException failure, double seconds) {
    /** Whether it went well. */
    public boolean ok() {
      return failure == null;
    }
  }

  private Fleet() {}

  /**
   * Runs a task for each board.
   *
   * @return the outcomes in the order of the boards
   */
  public static <T> List<Outcome<T>> run(List<Target> targets, Function<Target, T> task) {
    ExecutorService pool =
        Executors.newFixedThreadPool(Math.max(1, Math.min(AT_ONCE, targets.size())));
    try {
      List<Future<Outcome<T>>> running = new ArrayList<>();
      for (Target target : targets) {
        running.add(pool.submit(() -> outcome(target, task)));
      }
      List<Outcome<T>> outcomes = new ArrayList<>();
      for (Future<Outcome<T>> future : running) {
        outcomes.add(get(future));
      }
      return outcomes;
    } finally {
      pool.shutdownNow();
    }
  }

  private static <T> Outcome<T> outcome(Target target, Function<Target, T> task) {
    long begin = System.nanoTime();
    T value = null;
    OctetException failure = null;
    try {
      value = task.apply(target);
    } catch (OctetException e) {
      failure = e;
    }
    return new Outcome<>(target, value, failure, (System.nanoTime() - begin) / 1e9);
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException bug ? bug : new IllegalStateException(e);
    }
  }
}

package dev.octet.report.input;

import dev.octet.quantizer.simulate.Workers;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Computes on several threads and hands the results over in order, few at a time. */
public final class OrderedParallel {
  /** Results that may wait for their turn, for each thread. */
  private static final int AHEAD = 4;

  private OrderedParallel() {}

  /** Computes one result. */
  @FunctionalInterface
  public interface Work<W, R> {
    R apply(W worker, int index);
  }

  /**
   * Computes the results of 0 to count - 1.
   *
   * @param workers makes what each thread needs for itself
   * @param results called on the caller's thread, in order
   */
  public static <W, R> void run(
      int count, int threads, Supplier<W> workers, Work<W, R> work, Consumer<R> results) {
    Queue<W> idle = new ConcurrentLinkedQueue<>();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      Queue<Future<R>> waiting = new ArrayDeque<>();
      for (int i = 0; i < count; i++) {
        int index = i;
        waiting.add(
            pool.submit(
                () -> {
                  W worker = idle.poll();
                  if (worker == null) {
                    worker = workers.get();
                  }
                  try {
                    return work.apply(worker, index);
                  } finally {
                    idle.add(worker);
                  }
                }));
        if (waiting.size() >= AHEAD * threads) {
          results.accept(Workers.result(waiting.remove()));
        }
      }
      while (!waiting.isEmpty()) {
        results.accept(Workers.result(waiting.remove()));
      }
    } finally {
      pool.shutdownNow();
    }
  }
}

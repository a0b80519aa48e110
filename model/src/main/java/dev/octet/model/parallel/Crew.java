package dev.octet.model.parallel;

import java.util.ArrayList;
import java.util.List;

/** Daemon threads that all do the same and end. */
final class Crew {
  private final List<Thread> threads = new ArrayList<>();

  private Crew() {}

  /**
   * Starts threads.
   *
   * @param work what each of them does; throws nothing
   */
  static Crew start(int count, Runnable work) {
    Crew crew = new Crew();
    for (int t = 0; t < count; t++) {
      Thread thread = new Thread(work, "octet-worker-" + t);
      thread.setDaemon(true);
      thread.start();
      crew.threads.add(thread);
    }
    return crew;
  }

  /**
   * Waits for all threads to end, even if the caller is interrupted: what they use may be closed
   * afterwards.
   *
   * @param interrupted called when the caller is interrupted, to make the threads end sooner
   */
  void join(Runnable interrupted) {
    boolean wasInterrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          wasInterrupted = true;
          interrupted.run();
        }
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

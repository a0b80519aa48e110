package dev.octet.model.parallel;

/** What the failed task with the lowest number threw. */
final class FirstFailure {
  private volatile Throwable thrown;
  private int task;

  /** Notes a failure. */
  synchronized void add(int failed, Throwable problem) {
    if (thrown == null || failed < task) {
      task = failed;
      thrown = problem;
    }
  }

  /** Whether a task failed. */
  boolean isPresent() {
    return thrown != null;
  }

  /** Throws what is noted, if anything is. */
  void check() {
    if (thrown != null) {
      throw unchecked(thrown);
    }
  }

  /** A failure as what it is; errors are thrown at once. */
  static RuntimeException unchecked(Throwable problem) {
    if (problem instanceof Error error) {
      throw error;
    }
    return (RuntimeException) problem;
  }
}

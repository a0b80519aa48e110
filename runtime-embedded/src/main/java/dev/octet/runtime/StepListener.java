package dev.octet.runtime;

/** Is told after each step of an inference, for reports and benchmarks. */
public interface StepListener {
  /**
   * A step is done; its output tensor holds its elements until a later step takes its place.
   *
   * @param step index of the operation in the schedule
   * @param session the session that runs
   */
  void stepDone(int step, Session session);
}

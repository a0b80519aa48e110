package dev.octet.runtime;

/** Notified after each step of an inference, for reports and benchmarks. */
public interface StepListener {
  /**
   * A step is done; its output tensor holds its elements until a later step takes its place. Of a
   * step in bands of rows ({@code BandGroup}), a part is done: it is notified several times, and a
   * tensor inside of the group never holds all of its rows.
   *
   * @param step index of the operation in the schedule
   * @param session the session that runs
   */
  void stepDone(int step, Session session);
}

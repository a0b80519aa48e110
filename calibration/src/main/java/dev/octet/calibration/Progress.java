package dev.octet.calibration;

/** Receives how far a long step has come; called from several threads. */
public interface Progress {
  /** Nobody listens. */
  Progress SILENT = new Progress() {};

  /**
   * A step begins (and the one before it ends).
   *
   * @param step what is done, such as {@code calibrating}
   * @param total number of units, -1 if unknown
   */
  default void start(String step, long total) {}

  /** Some more units are done. */
  default void advance(long done) {}

  /** Something the user should read: a warning, or a choice made for them. */
  default void message(String text) {}
}

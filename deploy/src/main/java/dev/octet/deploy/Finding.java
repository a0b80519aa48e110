package dev.octet.deploy;

/**
 * Something that was looked at on a board.
 *
 * @param level how it is
 * @param topic what was looked at
 * @param what what was found
 * @param remedy what to do; empty when it is well
 */
public record Finding(Level level, String topic, String what, String remedy) {
  /** How something is. */
  public enum Level {
    /** As it should be. */
    OK,
    /** The model runs, but it could be better. */
    ADVICE,
    /** The model does not run. */
    PROBLEM
  }

  static Finding ok(String topic, String what) {
    return new Finding(Level.OK, topic, what, "");
  }

  static Finding advice(String topic, String what, String remedy) {
    return new Finding(Level.ADVICE, topic, what, remedy);
  }

  static Finding problem(String topic, String what, String remedy) {
    return new Finding(Level.PROBLEM, topic, what, remedy);
  }
}

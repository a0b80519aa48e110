package dev.octet.runtime.schedule.output;

/**
 * What the float network does last to an output. It is split off: the model gives what goes into
 * it, and whoever shows the output computes it (docs/arithmetic.md, equation 14).
 */
public enum Ending {
  /** Nothing: the values are the answer. */
  NONE,
  /** A softmax over one axis. */
  SOFTMAX,
  /** A sigmoid of each value. */
  SIGMOID,
  /** The index of the largest value along one axis. */
  ARGMAX;

  private static final Ending[] VALUES = values();

  /** Number of endings. */
  public static final int COUNT = VALUES.length;

  /** The ending of a code in a file, which is its place in this list. */
  public static Ending of(int code) {
    return VALUES[code];
  }
}

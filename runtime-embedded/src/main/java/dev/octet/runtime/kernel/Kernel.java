package dev.octet.runtime.kernel;

/**
 * One operation, prepared for one kernel set: weights packed, everything decided. Immutable, so
 * that sessions on several threads share it; what changes is in {@link Memory} and {@link Scratch}.
 * Running allocates nothing.
 *
 * <p>The output of an {@code Elementwise} or a {@code Multiply} may lie exactly over an input of
 * the same storage and shape (in place); such a kernel reads an input element no later than it
 * writes the output element of the same index. All other outputs are apart from their inputs.
 */
public interface Kernel {
  /**
   * Number of independent parts, at least 1; any partition of them over threads gives the same
   * bits.
   */
  int units();

  /** Floats of scratch that each worker needs; none unless overridden. */
  default int scratchFloats() {
    return 0;
  }

  /** Ints of scratch that each worker needs; none unless overridden. */
  default int scratchInts() {
    return 0;
  }

  /**
   * Computes some of the parts.
   *
   * @param memory the session's arenas: inputs are read, the output's parts are written
   * @param scratch this worker's own scratch
   * @param begin first part
   * @param end one past the last part, at most {@link #units()}
   */
  void run(Memory memory, Scratch scratch, int begin, int end);
}

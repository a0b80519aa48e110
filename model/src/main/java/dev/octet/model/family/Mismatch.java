package dev.octet.model.family;

/** Where a state dict leaves a family. Carries no stack trace: it is an answer, not a fault. */
final class Mismatch extends Exception {
  private static final long serialVersionUID = 1L;

  private final int depth;
  private final String parameter;

  /**
   * Makes a mismatch.
   *
   * @param depth layers that fitted before it
   * @param parameter name of the first parameter that differs
   * @param message its shape and what was expected
   */
  Mismatch(int depth, String parameter, String message) {
    super(message, null, false, false);
    this.depth = depth;
    this.parameter = parameter;
  }

  int depth() {
    return depth;
  }

  String parameter() {
    return parameter;
  }
}

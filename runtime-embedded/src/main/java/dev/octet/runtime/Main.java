package dev.octet.runtime;

/** Entry point of the runtime jar. */
public final class Main {
  private Main() {}

  /** Runs the command line. */
  public static void main(String[] args) {
    throw new OctetException(
        OctetException.Failure.USAGE, "not built yet", "command line", "come back later");
  }
}

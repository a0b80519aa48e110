package dev.octet.cli.option;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import picocli.CommandLine.Option;

/** The option {@code --threads} of commands whose result does not depend on it. */
public final class Threads {
  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to use (default: one for each core). The result is the same on any.")
  private Integer threads;

  public int count() {
    if (threads == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    if (threads < 1 || threads > 1024) {
      throw new OctetException(
          Failure.USAGE, "no such number of threads", "--threads " + threads, "give 1 or more");
    }
    return threads;
  }
}

package dev.octet.report.study;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a comparison came about.
 *
 * @param commandLine the command, its arguments apart
 * @param version Octet's version
 * @param created when, ISO 8601; empty where the same input has to give the same bytes
 * @param settings everything that decides the figures, to be shown in this order
 */
public record Origin(
    List<String> commandLine,
    String version,
    Optional<String> created,
    Map<String, Object> settings) {
  /** Copies the list. */
  public Origin {
    commandLine = List.copyOf(commandLine);
  }

  /** The command as it is typed into a shell. */
  public String shell() {
    return Shell.line(commandLine);
  }
}

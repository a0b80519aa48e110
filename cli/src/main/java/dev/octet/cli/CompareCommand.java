package dev.octet.cli;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import picocli.CommandLine.Command;

/** {@code octet compare}. */
@Command(name = "compare", description = "Not here yet.")
final class CompareCommand extends BaseCommand {
  @Override
  int execute(Console console) {
    throw new OctetException(
        Failure.USAGE, "not available yet", "octet compare", "come back later");
  }
}

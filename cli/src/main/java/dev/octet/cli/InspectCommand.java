package dev.octet.cli;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import picocli.CommandLine.Command;

/** {@code octet inspect}. */
@Command(name = "inspect", description = "Not here yet.")
final class InspectCommand extends BaseCommand {
  @Override
  int execute(Console console) {
    throw new OctetException(
        Failure.USAGE, "not available yet", "octet inspect", "come back later");
  }
}

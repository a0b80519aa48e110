package dev.octet.cli;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import picocli.CommandLine.Command;

/** {@code octet run}. */
@Command(name = "run", description = "Not here yet.")
final class RunCommand extends BaseCommand {
  @Override
  int execute(Console console) {
    throw new OctetException(Failure.USAGE, "not available yet", "octet run", "come back later");
  }
}

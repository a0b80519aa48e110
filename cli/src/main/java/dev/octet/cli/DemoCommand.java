package dev.octet.cli;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import picocli.CommandLine.Command;

/** {@code octet demo}. */
@Command(name = "demo", description = "Not here yet.")
final class DemoCommand extends BaseCommand {
  @Override
  int execute(Console console) {
    throw new OctetException(Failure.USAGE, "not available yet", "octet demo", "come back later");
  }
}

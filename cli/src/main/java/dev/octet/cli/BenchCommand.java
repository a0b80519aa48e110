package dev.octet.cli;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import picocli.CommandLine.Command;

/** {@code octet bench}. */
@Command(name = "bench", description = "Not here yet.")
final class BenchCommand extends BaseCommand {
  @Override
  int execute(Console console) {
    throw new OctetException(Failure.USAGE, "not available yet", "octet bench", "come back later");
  }
}

package dev.octet.cli;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import picocli.CommandLine.Command;

/** {@code octet quantize}. */
@Command(name = "quantize", description = "Not here yet.")
final class QuantizeCommand extends BaseCommand {
  @Override
  int execute(Console console) {
    throw new OctetException(
        Failure.USAGE, "not available yet", "octet quantize", "come back later");
  }
}

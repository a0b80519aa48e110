package dev.octet.cli;

import dev.octet.cli.console.BaseCommand;
import dev.octet.cli.console.Console;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code octet completion}. */
@Command(
    name = "completion",
    description = "Prints a completion script for bash and zsh.",
    footer = {"", "Example:", "  source <(octet completion)"})
final class CompletionCommand extends BaseCommand {
  @Override
  protected int execute(Console console) {
    console.print(AutoComplete.bash("octet", spec.root().commandLine()));
    return 0;
  }
}

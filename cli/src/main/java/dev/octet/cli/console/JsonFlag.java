package dev.octet.cli.console;

import picocli.CommandLine.Option;

/** The option {@code --json} of commands that print their result. */
public final class JsonFlag {
  @Option(names = "--json", description = "Print the result as JSON, and nothing else, on stdout.")
  private boolean json;

  public boolean on() {
    return json;
  }
}

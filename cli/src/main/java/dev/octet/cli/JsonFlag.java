package dev.octet.cli;

import picocli.CommandLine.Option;

/** The option {@code --json} of commands that print their result. */
final class JsonFlag {
  @Option(names = "--json", description = "Print the result as JSON, and nothing else, on stdout.")
  private boolean json;

  boolean on() {
    return json;
  }
}

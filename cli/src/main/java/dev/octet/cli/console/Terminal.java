package dev.octet.cli.console;

import picocli.CommandLine.Command;

/**
 * Whether standard error is a terminal; the root command carries it to the others.
 *
 * @param attached whether it is
 */
@Command
public record Terminal(boolean attached) {
  public static final String NAME = "terminal";
}

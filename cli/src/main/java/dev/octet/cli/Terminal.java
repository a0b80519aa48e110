package dev.octet.cli;

import picocli.CommandLine.Command;

/**
 * Whether standard error is a terminal; the root command carries it to the others.
 *
 * @param attached whether it is
 */
@Command
record Terminal(boolean attached) {
  static final String NAME = "terminal";
}

package dev.octet.cli.board;

import dev.octet.deploy.ssh.SshOptions;
import dev.octet.deploy.ssh.Target;
import dev.octet.deploy.step.DeployOptions;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of the commands that go to boards: which ones, and how to get in. */
final class BoardOptions {
  @Option(
      names = "--hosts",
      paramLabel = "FILE",
      description = "More boards, one on each line; '#' begins a comment.")
  private Path hosts;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = DeployOptions.FOLDER,
      description = "Folder on the board, from the user's home (default: ${DEFAULT-VALUE}).")
  private String folder;

  @Option(
      names = "--java",
      paramLabel = "PATH",
      description = "The JVM on the board (default: the first one found there).")
  private String java;

  @Option(
      names = "--identity",
      paramLabel = "FILE",
      description = "Private key to log in with, instead of those in ~/.ssh.")
  private Path identity;

  @Option(
      names = "--accept-new-host",
      description = "Accept and remember the key of a host that is not in ~/.ssh/known_hosts yet.")
  private boolean acceptNewHost;

  String folder() {
    return folder;
  }

  String java() {
    return java;
  }

  SshOptions ssh() {
    String agent = System.getenv("SSH_AUTH_SOCK");
    return new SshOptions(
        Path.of(System.getProperty("user.home"), ".ssh"),
        identity,
        acceptNewHost,
        agent == null || agent.isEmpty() ? null : Path.of(agent),
        BoardOptions::askPassphrase);
  }

  @SuppressWarnings("SystemConsoleNull") // From JDK 22 on, no terminal returns null when asked.
  private static char[] askPassphrase(String key) {
    Console console = System.console();
    return console == null ? null : console.readPassword("Passphrase of %s: ", key);
  }

  /**
   * The boards of the command line and of the file.
   *
   * @throws OctetException USAGE when there is none or one is no address, INPUT when the file
   *     cannot be read
   */
  List<Target> targets(List<String> named) {
    List<String> all = new ArrayList<>(named == null ? List.of() : named);
    if (hosts != null) {
      try {
        for (String line : Files.readAllLines(hosts)) {
          String text = line.replaceFirst("#.*", "").strip();
          if (!text.isEmpty()) {
            all.add(text);
          }
        }
      } catch (IOException e) {
        throw new OctetException(
            Failure.INPUT,
            Files.exists(hosts) ? "cannot be read: " + e.getMessage() : "there is no such file",
            hosts.toString(),
            "name a text file with one USER@HOST on each line",
            e);
      }
    }
    if (all.isEmpty()) {
      throw new OctetException(
          Failure.USAGE,
          "no board is named",
          hosts == null ? "command line" : hosts.toString(),
          "give USER@HOST, or --hosts FILE");
    }
    return all.stream().distinct().map(Target::parse).toList();
  }
}

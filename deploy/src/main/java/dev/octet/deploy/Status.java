package dev.octet.deploy;

import dev.octet.deploy.board.Answer;
import dev.octet.deploy.board.Board;
import dev.octet.deploy.board.Text;
import dev.octet.deploy.ssh.SshBoards;
import dev.octet.deploy.ssh.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What runs on a board. */
public final class Status {
  /**
   * An application on a board.
   *
   * @param name its name
   * @param release the release that runs
   * @param since seconds since 1970 by the board's clock, 0 when unknown
   * @param intact whether its files are what the manifest says
   * @param proof what was measured when it was proved: model, java, medianMs, ...
   * @param releases all releases there, the last one first
   */
  public record Application(
      String name,
      String release,
      long since,
      boolean intact,
      Map<String, String> proof,
      List<String> releases) {}

  private static final List<String> PROOF =
      List.of(
          "model", "java", "arch", "kernels", "medianMs", "p95Ms", "peakKb", "signature", "jvm");

  private final SshBoards boards;

  /** Asks over these connections. */
  public Status(SshBoards boards) {
    this.boards = boards;
  }

  /**
   * Asks one board.
   *
   * @param folder the folder of all applications
   * @param name one application, or null for all
   * @throws dev.octet.runtime.OctetException BOARD when the board cannot be reached or has no such
   *     folder
   */
  public List<Application> run(Target target, String folder, String name) {
    String root = folder.startsWith("~/") ? folder.substring(2) : folder;
    try (Board board = boards.connect(target, root)) {
      Answer answer = board.run("status", name == null ? "" : name);
      List<Application> applications = new ArrayList<>();
      List<String> lines = new ArrayList<>();
      for (String line : answer.lines()) {
        if (line.startsWith("application=") && !lines.isEmpty()) {
          add(applications, lines);
        }
        lines.add(line);
      }
      add(applications, lines);
      return applications;
    }
  }

  private static void add(List<Application> applications, List<String> lines) {
    Answer part = Answer.parse(String.join("\n", lines));
    lines.clear();
    if (!part.has("application")) {
      return;
    }
    Map<String, String> proof = new LinkedHashMap<>();
    PROOF.forEach(key -> proof.put(key, Text.printable(part.first(key))));
    applications.add(
        new Application(
            Text.printable(part.first("application")),
            Text.printable(part.first("current")),
            part.number("since", 0),
            part.first("intact").equals("yes"),
            proof,
            part.all("release").stream().map(Text::printable).toList()));
  }
}

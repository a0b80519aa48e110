package dev.octet.deploy;

import dev.octet.deploy.advice.Facts;
import dev.octet.deploy.board.Answer;
import dev.octet.deploy.board.Board;
import dev.octet.deploy.board.BoardFailures;
import dev.octet.deploy.board.BoardLock;
import dev.octet.deploy.board.Text;
import dev.octet.deploy.ssh.SshBoards;
import dev.octet.deploy.ssh.Target;
import dev.octet.deploy.step.CheckStep;
import dev.octet.deploy.step.DeployOptions;
import dev.octet.deploy.step.DeployProgress;
import dev.octet.runtime.OctetException;

/** Goes back to a release that ran before. */
public final class Rollback {
  private final SshBoards boards;

  /**
   * What was done.
   *
   * @param release the release that runs now
   * @param before the one that ran until now
   */
  public record Done(String release, String before) {}

  /** Goes back over these connections. */
  public Rollback(SshBoards boards) {
    this.boards = boards;
  }

  /**
   * Goes back on one board: checks the earlier release's files, signature and golden vectors there,
   * and switches. What runs now stays when anything fails.
   *
   * @param to the first digits of the release, or null for the one that ran before
   * @param options where the application is; pictures and measuring do not matter
   * @throws OctetException BOARD when there is no such release or it does not pass
   */
  public Done run(Target target, String to, DeployOptions options, DeployProgress progress) {
    try (Board board = boards.connect(target, options.root())) {
      Facts facts = CheckStep.probe(board, options.java());
      CheckStep.requireRunnable(board.where(), facts, options.java());
      if (facts.current().isEmpty()) {
        throw BoardFailures.board(
            board.where() + ": " + board.root(),
            "nothing runs there",
            "give the --dir and --name of the deployment; 'octet status' lists them");
      }
      try (BoardLock lock = BoardLock.take(board, options.lockSeconds())) {
        Answer found = board.run("before", lock.token(), to == null ? "" : to);
        String id = found.first("before");
        if (id.isEmpty()) {
          throw BoardFailures.board(
              board.where() + ": " + board.root(),
              to == null ? "there is no earlier release" : "there is no release " + to,
              "deploy the model you want; 'octet status' lists what is there");
        }
        progress.step("check " + Text.printable(id));
        Answer files = board.run("verify", lock.token(), "releases", id);
        if (files.has("bad") || files.has("absent")) {
          throw BoardFailures.board(
              board.where() + ": " + board.root(),
              "the earlier release is damaged",
              "deploy its model again; what runs now still runs");
        }
        Answer judged = board.run("judge", lock.token(), id, facts.java());
        if (judged.number("exit", -1) != 0) {
          throw BoardFailures.board(
              board.where(),
              "the earlier release was refused (" + Text.printable(judged.first("text")) + ")",
              "deploy its model again with --sign; what runs now still runs");
        }
        progress.step("switch");
        board.run("back", lock.token(), id, facts.java());
        return new Done(id, facts.current());
      }
    }
  }
}

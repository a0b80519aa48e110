package dev.octet.deploy;

import dev.octet.deploy.board.Board;
import dev.octet.deploy.release.Release;
import dev.octet.deploy.ssh.SshBoards;
import dev.octet.deploy.ssh.Target;
import dev.octet.deploy.step.DeployOptions;
import dev.octet.deploy.step.DeployProgress;
import dev.octet.deploy.step.Deployed;
import dev.octet.deploy.step.Deployment;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetModel;

/** Deploys a release to a board. */
public final class Deployer {
  private final SshBoards boards;

  /** Deploys over these connections. */
  public Deployer(SshBoards boards) {
    this.boards = boards;
  }

  /**
   * Deploys to one board. Whatever goes wrong, what ran before still runs, and the next call goes
   * on where this one ended.
   *
   * @param model the release's model on the host
   * @throws OctetException BOARD when the board cannot be reached or does not pass
   */
  public Deployed deploy(
      Target target,
      Release release,
      OctetModel model,
      DeployOptions options,
      DeployProgress progress) {
    progress.step("connect");
    try (Board board = boards.connect(target, options.root())) {
      return Deployment.run(board, release, model, options, progress);
    }
  }
}

package dev.octet.deploy;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetModel;
import java.util.List;

/** Deploys a release to a board. */
public final class Deployer {
  private static final Step CHECK = new CheckStep();
  private static final List<Step> STEPS =
      List.of(
          new UploadStep(),
          new SignatureStep(),
          new ProofStep(),
          new SwitchStep(),
          new ServiceStep());

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
      Target target, Release release, OctetModel model, DeployOptions options, Progress progress) {
    progress.step("connect");
    try (Board board = boards.connect(target, options.root())) {
      Deployment deployment = new Deployment(board, release, model, options, progress);
      progress.step(CHECK.name());
      CHECK.run(deployment);
      progress.step("lock");
      try (BoardLock lock = BoardLock.take(board, options.lockSeconds())) {
        deployment.lock = lock;
        for (Step step : STEPS) {
          progress.step(step.name());
          step.run(deployment);
        }
      }
      progress.step("done");
      return result(deployment);
    }
  }

  private static Deployed result(Deployment deployment) {
    Proof proof = deployment.proof;
    return new Deployed(
        deployment.release.id(),
        deployment.facts.current(),
        proof.field("java"),
        proof.field("arch"),
        proof.field("kernels"),
        deployment.model.schedule().golden.length,
        deployment.options.pictures().size(),
        proof.number("medianMs"),
        proof.number("p95Ms"),
        (long) proof.number("peakKb"),
        deployment.sentBytes,
        deployment.signature,
        Text.printable(deployment.installed.first("trusted")));
  }
}

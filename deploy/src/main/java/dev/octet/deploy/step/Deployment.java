package dev.octet.deploy.step;

import dev.octet.deploy.advice.Facts;
import dev.octet.deploy.board.Answer;
import dev.octet.deploy.board.Board;
import dev.octet.deploy.board.BoardLock;
import dev.octet.deploy.board.Text;
import dev.octet.deploy.release.Release;
import dev.octet.runtime.OctetModel;
import java.util.List;

/** A deployment at work: what is sent where, and what is known so far. */
public final class Deployment {
  private static final DeployStep CHECK = new DeployStep("check the board", CheckStep::run);
  private static final List<DeployStep> STEPS =
      List.of(
          new DeployStep("upload", UploadStep::run),
          new DeployStep("check files and signature", SignatureStep::run),
          new DeployStep("prove it with the board's JVM", ProofStep::run),
          new DeployStep("switch", SwitchStep::run),
          new DeployStep("service", ServiceStep::run));

  /**
   * What was asked for.
   *
   * @param model the release's model on the host
   */
  record Order(
      Board board,
      Release release,
      OctetModel model,
      DeployOptions options,
      DeployProgress progress) {}

  final Order order;
  Facts facts;
  BoardLock lock;
  boolean fresh;
  long sentBytes;
  String signature = "";
  boolean trustNew;
  Proof proof;
  Answer installed;

  /** Median latency of the scalar kernels beside the vector kernels, or NaN. */
  double scalarMs = Double.NaN;

  private Deployment(Order order) {
    this.order = order;
  }

  /**
   * Does all steps on a board, those that change it under the board's lock.
   *
   * @param model the release's model on the host
   * @throws dev.octet.runtime.OctetException BOARD when the board does not pass
   */
  public static Deployed run(
      Board board,
      Release release,
      OctetModel model,
      DeployOptions options,
      DeployProgress progress) {
    Order order = new Order(board, release, model, options, progress);
    Deployment deployment = new Deployment(order);
    deployment.run(CHECK);
    progress.step("lock");
    try (BoardLock lock = BoardLock.take(board, options.lockSeconds())) {
      deployment.lock = lock;
      STEPS.forEach(deployment::run);
    }
    progress.step("done");
    return deployment.result();
  }

  private void run(DeployStep step) {
    order.progress.step(step.name());
    step.work().accept(this);
  }

  private Deployed result() {
    return new Deployed(
        release().id(),
        facts.current(),
        proof.field("java"),
        proof.field("arch"),
        proof.field("kernels"),
        order.model.schedule().golden.length,
        order.options.pictures().size(),
        proof.number("medianMs"),
        proof.number("p95Ms"),
        scalarMs,
        (long) proof.number("peakKb"),
        sentBytes,
        signature,
        Text.printable(installed.first("trusted")));
  }

  /** What this board gets: without vector kernels where its JVM cannot use them. */
  Release release() {
    return facts.usesVectors() ? order.release : order.release.scalar();
  }

  String token() {
    return lock.token();
  }
}

package dev.octet.deploy;

import dev.octet.deploy.board.Board;
import dev.octet.deploy.board.BoardFailures;
import dev.octet.deploy.ssh.SshBoards;
import dev.octet.deploy.ssh.Target;
import dev.octet.deploy.step.DeployOptions;
import dev.octet.deploy.step.DeployProgress;
import dev.octet.deploy.step.Deployed;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Watches the first boards of a deployment: they must answer the golden vectors once more, be about
 * as fast as what ran before, and have their service up.
 */
public final class DeployWatch implements Canary.Watch<Deployed> {
  private final SshBoards boards;
  private final Function<Target, Deployed> deploy;
  private final DeployOptions options;
  private final double slower;
  private final DeployProgress progress;
  private final Map<Target, Double> medians = new ConcurrentHashMap<>();

  /**
   * Watches over these connections.
   *
   * @param deploy the deployment, which proves a release again that is there
   * @param slower how much slower the median may be than before, such as 1.5
   */
  public DeployWatch(
      SshBoards boards,
      Function<Target, Deployed> deploy,
      DeployOptions options,
      double slower,
      DeployProgress progress) {
    this.boards = boards;
    this.deploy = deploy;
    this.options = options;
    this.slower = slower;
    this.progress = progress;
  }

  @Override
  public void before(Target target) {
    try (Board board = boards.connect(target, options.root())) {
      String median = board.run("seen").first("medianMs");
      if (median.matches("\\d{1,9}(\\.\\d{1,9})?")) {
        medians.put(target, Double.valueOf(median));
      }
    }
  }

  @Override
  public void check(Target target, Deployed done) {
    Deployed again = deploy.apply(target);
    // A board where nothing ran before is measured against itself.
    double before = medians.getOrDefault(target, done.medianMs());
    if (again.medianMs() > slower * before) {
      throw BoardFailures.board(
          target.toString(),
          String.format(
              Locale.ROOT,
              "the median is %.1f ms, %.1f times what was seen before (%.1f ms)",
              again.medianMs(),
              again.medianMs() / before,
              before),
          "it went back to what ran before; look at its temperature and load, or allow more with"
              + " --max-slower");
    }
    if (options.service()) {
      try (Board board = boards.connect(target, options.root())) {
        board.run("up", options.name());
      }
    }
  }

  @Override
  public void back(Target target, Deployed done) {
    if (!done.before().isEmpty() && !done.before().equals(done.release())) {
      new Rollback(boards).run(target, done.before(), options, progress);
    } else if (done.before().isEmpty()) {
      try (Board board = boards.connect(target, options.root())) {
        board.run("withdraw", done.release());
      }
    }
  }
}

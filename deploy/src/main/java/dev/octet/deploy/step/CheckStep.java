package dev.octet.deploy.step;

import dev.octet.deploy.advice.Facts;
import dev.octet.deploy.advice.JvmAdvice;
import dev.octet.deploy.advice.MemoryNeed;
import dev.octet.deploy.advice.VectorAdvice;
import dev.octet.deploy.board.Board;
import dev.octet.deploy.board.BoardFailures;
import dev.octet.deploy.board.Text;
import dev.octet.runtime.OctetException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Looks whether the board can run the release at all; nothing is changed there. */
public final class CheckStep {
  private static final int MIN_JAVA = 8;
  private static final Duration CLOCK = Duration.ofDays(1);
  private static final long SPARE_DISK_KB = 1024;

  private CheckStep() {}

  static void run(Deployment deployment) {
    DeployOptions options = deployment.order.options();
    Facts facts = probe(deployment.order.board(), options.java());
    deployment.facts = facts;
    String where = deployment.order.board().where();
    requireRunnable(where, facts, options.java());
    if (deployment.release() != deployment.order.release()) {
      VectorAdvice advice = VectorAdvice.of(facts);
      if (!advice.remedy().isEmpty()) {
        deployment.order.progress().warn(advice.found() + "; " + advice.remedy());
      }
    }
    long neededKb = ((2 * deployment.release().bytes()) >> 10) + SPARE_DISK_KB;
    if (facts.freeDiskKb() >= 0 && facts.freeDiskKb() < neededKb) {
      throw BoardFailures.board(
          where,
          "the disk has " + facts.freeDiskKb() + " KB free, " + neededKb + " KB are needed",
          "free some space, or name a folder on another disk with --dir");
    }
    if (options.service() && !facts.systemd()) {
      throw BoardFailures.board(
          where, "there is no systemd for --service", "deploy without --service");
    }
    long needKb = MemoryNeed.kilobytes(deployment.order.model(), deployment.release());
    if (facts.memAvailableKb() >= 0 && facts.memAvailableKb() < needKb) {
      deployment
          .order
          .progress()
          .warn(
              "memory may not be enough: "
                  + (facts.memAvailableKb() >> 10)
                  + " MB are available, about "
                  + (needKb >> 10)
                  + " MB are needed");
    }
    Duration off = Duration.between(Instant.ofEpochSecond(facts.time()), Instant.now()).abs();
    if (off.compareTo(CLOCK) > 0) {
      deployment
          .order
          .progress()
          .warn(
              "the board's clock says "
                  + Instant.ofEpochSecond(facts.time())
                  + "; only dates suffer");
    }
  }

  /** Asks a board what it is. */
  public static Facts probe(Board board, String java) {
    return Facts.of(board.run("probe", java == null ? "" : java));
  }

  /**
   * Checks tools and JVM.
   *
   * @param asked the JVM that the user asked for, or null
   * @throws OctetException BOARD when the runtime cannot work there
   */
  public static void requireRunnable(String where, Facts facts, String asked) {
    if (!facts.missing().isEmpty()) {
      throw BoardFailures.board(
          where,
          "the board lacks " + String.join(", ", facts.missing()),
          "install coreutils or busybox there");
    }
    List<String> said = facts.javaSays();
    if (facts.java().isEmpty()) {
      throw BoardFailures.board(
          where,
          asked == null ? "there is no JVM" : "there is no JVM at " + asked,
          JvmAdvice.of(facts).sentence());
    }
    if (facts.javaMajor() == 0) {
      throw BoardFailures.board(
          where,
          "the JVM "
              + Text.printable(facts.java())
              + " does not start"
              + (said.isEmpty() ? "" : " (" + said.get(said.size() - 1) + ")"),
          JvmAdvice.of(facts).sentence());
    }
    if (facts.javaMajor() < MIN_JAVA) {
      throw BoardFailures.board(
          where,
          "the JVM "
              + Text.printable(facts.java())
              + " is Java "
              + facts.javaVersion()
              + ", 8 or newer is needed",
          JvmAdvice.of(facts).sentence());
    }
  }
}

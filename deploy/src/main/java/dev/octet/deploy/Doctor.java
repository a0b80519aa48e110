package dev.octet.deploy;

import dev.octet.deploy.advice.Facts;
import dev.octet.deploy.advice.JvmAdvice;
import dev.octet.deploy.advice.MemoryNeed;
import dev.octet.deploy.advice.VectorAdvice;
import dev.octet.deploy.board.Board;
import dev.octet.deploy.board.Text;
import dev.octet.deploy.ssh.SshBoards;
import dev.octet.deploy.ssh.Target;
import dev.octet.deploy.step.CheckStep;
import dev.octet.deploy.step.DeployOptions;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Looks at a board: can it run a model, and what should be changed. */
public final class Doctor {
  private static final long MB = 1024;
  private static final long SPARE_DISK_KB = 10 * MB;
  private static final int HOT = 80;
  private static final int HAPPENED = 16;
  private static final List<String> THROTTLING =
      List.of("under-voltage", "a capped frequency", "throttling", "the soft temperature limit");

  private final SshBoards boards;

  /** Looks over these connections. */
  public Doctor(SshBoards boards) {
    this.boards = boards;
  }

  /**
   * Looks at one board.
   *
   * @param folder where applications live there
   * @param java the JVM there, or null to look for one
   * @param model the model it shall run, or null
   * @param modelBytes size of the model's file
   * @throws OctetException BOARD when the board cannot be reached
   */
  public List<Finding> run(
      Target target, String folder, String java, OctetModel model, long modelBytes) {
    try (Board board = boards.connect(target, DeployOptions.root(folder, "app"))) {
      return findings(CheckStep.probe(board, java), java, model, modelBytes, Instant.now());
    }
  }

  static List<Finding> findings(
      Facts facts, String java, OctetModel model, long modelBytes, Instant now) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.ok(
            "board",
            (facts.model().isEmpty() ? facts.arch() : facts.model() + ", " + facts.arch())
                + (facts.bits() == 0 ? "" : ", " + facts.bits() + "-bit system")
                + ", "
                + facts.cores()
                + " core(s), "
                + facts.kernel()));
    Finding jvm = jvm(facts, java);
    findings.add(jvm);
    if (jvm.level() != Finding.Level.PROBLEM) {
      findings.add(kernels(VectorAdvice.of(facts)));
    }
    findings.add(memory(facts, model, modelBytes));
    findings.add(swap(facts));
    findings.add(disk(facts, modelBytes));
    findings.add(throttling(facts));
    findings.add(governor(facts));
    findings.add(clock(facts, now));
    return findings;
  }

  private static Finding jvm(Facts facts, String java) {
    JvmAdvice advice = JvmAdvice.of(facts);
    String topic = "JVM";
    try {
      CheckStep.requireRunnable(topic, facts, java);
    } catch (OctetException e) {
      return Finding.problem(topic, e.what(), e.remedy() + ": " + advice.why());
    }
    String found =
        "Java "
            + facts.javaVersion()
            + (facts.javaProfile().isEmpty() ? "" : ", profile " + facts.javaProfile())
            + " at "
            + Text.printable(facts.java());
    if (String.join(" ", facts.javaSays()).contains("Zero VM")) {
      return Finding.advice(
          topic, found + " only interprets (Zero)", advice.sentence() + ": " + advice.why());
    }
    if (facts.arch().equals("aarch64") && facts.bits() == 32) {
      return Finding.advice(
          topic, found + " on a 32-bit system with a 64-bit CPU", "a 64-bit system runs it faster");
    }
    return Finding.ok(topic, found);
  }

  private static Finding kernels(VectorAdvice advice) {
    return advice.remedy().isEmpty()
        ? Finding.ok("kernels", advice.found())
        : Finding.advice("kernels", advice.found(), advice.remedy());
  }

  private static Finding memory(Facts facts, OctetModel model, long modelBytes) {
    if (facts.memAvailableKb() < 0) {
      return Finding.advice("memory", "unknown", "look at 'free -m' there");
    }
    String found =
        facts.memAvailableKb() / MB + " MB of " + facts.memTotalKb() / MB + " MB are available";
    if (model == null) {
      return Finding.ok("memory", found);
    }
    long need = MemoryNeed.kilobytes(model, modelBytes);
    String both = found + ", the model needs about " + need / MB + " MB";
    if (need <= facts.memAvailableKb()) {
      return Finding.ok("memory", both);
    }
    return need <= facts.memAvailableKb() + Math.max(0, facts.swapFreeKb())
        ? Finding.advice("memory", both, "end other programs; swap would make it slow")
        : Finding.problem("memory", both, "end other programs, or add swap (zram)");
  }

  private static Finding swap(Facts facts) {
    if (facts.swapTotalKb() > 0) {
      return Finding.ok("swap", facts.swapTotalKb() / MB + " MB");
    }
    return facts.memTotalKb() > 0 && facts.memTotalKb() < 512 * MB
        ? Finding.advice(
            "swap", "none, with little memory", "sudo apt install zram-tools, against short peaks")
        : Finding.ok("swap", "none");
  }

  private static Finding disk(Facts facts, long modelBytes) {
    long need = SPARE_DISK_KB + 2 * modelBytes / 1024;
    String found = facts.freeDiskKb() / MB + " MB free";
    return facts.freeDiskKb() < 0 || facts.freeDiskKb() >= need
        ? Finding.ok("disk", found)
        : Finding.problem(
            "disk", found + ", " + need / MB + " MB are needed", "free some space, or use --dir");
  }

  private static Finding throttling(Facts facts) {
    List<String> reasons = new ArrayList<>();
    for (int i = 0; i < THROTTLING.size(); i++) {
      if ((facts.throttled() >> i & 1) != 0) {
        reasons.add(THROTTLING.get(i) + " now");
      } else if ((facts.throttled() >> (HAPPENED + i) & 1) != 0) {
        reasons.add(THROTTLING.get(i) + " since it was switched on");
      }
    }
    if (!reasons.isEmpty()) {
      return Finding.advice(
          "throttling",
          String.join(", ", reasons),
          (facts.throttled() & 0x10001) != 0
              ? "use a stronger power supply and a short cable"
              : "cool the CPU");
    }
    if (facts.temperature() >= HOT) {
      return Finding.advice("throttling", facts.temperature() + " degrees Celsius", "cool the CPU");
    }
    return Finding.ok(
        "throttling",
        facts.temperature() < 0 ? "none" : "none, " + facts.temperature() + " degrees Celsius");
  }

  private static Finding governor(Facts facts) {
    return facts.governor().equals("powersave")
        ? Finding.advice(
            "governor",
            "powersave keeps the CPU slow",
            "echo ondemand | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor")
        : Finding.ok("governor", facts.governor().isEmpty() ? "unknown" : facts.governor());
  }

  private static Finding clock(Facts facts, Instant now) {
    Instant board = Instant.ofEpochSecond(facts.time());
    return Duration.between(board, now).abs().compareTo(Duration.ofDays(1)) > 0
        ? Finding.advice(
            "clock", "it says " + board, "sudo timedatectl set-ntp true; only dates suffer")
        : Finding.ok("clock", "right");
  }
}

package dev.octet.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.deploy.Fleet.Outcome;
import dev.octet.deploy.release.Release;
import dev.octet.deploy.release.RuntimeJars;
import dev.octet.deploy.ssh.SshBoards;
import dev.octet.deploy.ssh.Target;
import dev.octet.deploy.step.DeployOptions;
import dev.octet.deploy.step.Deployed;
import dev.octet.deploy.testing.BrokenRuntime;
import dev.octet.deploy.testing.DeployFixtures;
import dev.octet.deploy.testing.LoopbackTest;
import dev.octet.runtime.OctetModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twenty boards (folders behind one server); two come first. */
class CanaryTest extends LoopbackTest {
  private static final int BOARDS = 20;
  private static final int FIRST = 2;
  private static final byte[] ONE = DeployFixtures.model("one");
  private static final byte[] TWO = DeployFixtures.model("two");
  private static final Release OLD = Release.of(ONE, DeployFixtures.RUNTIME);

  @TempDir private Path folder;
  private final List<Target> targets = new ArrayList<>();
  private Path java;

  @BeforeEach
  void boards() throws Exception {
    java = DeployFixtures.quickJvm(folder);
    for (int i = 0; i < BOARDS; i++) {
      // Only the name tells them apart: the server is the same, the folder is not.
      targets.add(new Target(sshd.target().user(), "board-" + i, sshd.port()));
      Files.createDirectory(folder.resolve("board-" + i));
    }
  }

  /** Options of a board, whose watch goes to the server by its real address. */
  private DeployOptions options(Target target) {
    return DeployFixtures.options(folder.resolve(target.host()), java);
  }

  private Function<Target, Deployed> task(SshBoards ssh, Release release, byte[] model) {
    OctetModel loaded = DeployFixtures.load(model);
    return target ->
        new Deployer(ssh)
            .deploy(sshd.target(), release, loaded, options(target), DeployFixtures.SILENT);
  }

  /** Deploys with a watch for each board. */
  private List<Outcome<Deployed>> roll(
      SshBoards ssh, Release release, byte[] model, double slower) {
    Function<Target, Deployed> task = task(ssh, release, model);
    Map<Target, DeployWatch> watches = new TreeMap<>((a, b) -> a.host().compareTo(b.host()));
    for (Target target : targets) {
      watches.put(
          target,
          new DeployWatch(
              ssh, any -> task.apply(target), options(target), slower, DeployFixtures.SILENT));
    }
    Canary.Watch<Deployed> watch =
        new Canary.Watch<>() {
          @Override
          public void before(Target target) {
            watches.get(target).before(sshd.target());
          }

          @Override
          public void check(Target target, Deployed done) {
            watches.get(target).check(sshd.target(), done);
          }

          @Override
          public void back(Target target, Deployed done) {
            watches.get(target).back(sshd.target(), done);
          }
        };
    return new Canary(FIRST, Duration.ZERO).run(targets, task, watch);
  }

  private List<String> running() throws Exception {
    List<String> ids = new ArrayList<>();
    for (Target target : targets) {
      ids.add(DeployFixtures.current(folder.resolve(target.host())));
    }
    return ids;
  }

  private void rollOut() {
    try (SshBoards ssh = new SshBoards(sshd.options())) {
      assertTrue(Fleet.run(targets, task(ssh, OLD, ONE)).stream().allMatch(Outcome::ok));
    }
  }

  @Test
  void aReleaseThatIsTooSlowLeavesTwoBoardsAndTouchesNoOther() throws Exception {
    rollOut();
    List<String> before = running();
    Map<String, String> untouched = untouched();
    try (SshBoards ssh = new SshBoards(sshd.options())) {
      Release release = Release.of(TWO, DeployFixtures.RUNTIME);
      List<Outcome<Deployed>> outcomes = roll(ssh, release, TWO, 1e-9);
      assertTrue(said(outcomes, 0).contains("times what was seen before"), said(outcomes, 0));
      assertTrue(said(outcomes, 2).contains("was not touched"), said(outcomes, 2));
      assertFalse(outcomes.stream().anyMatch(Outcome::ok));
      assertEquals(BOARDS, outcomes.size());
      for (int i = 0; i < BOARDS; i++) {
        boolean came =
            Files.exists(folder.resolve("board-" + i).resolve("app/releases/" + release.id()));
        assertEquals(i < FIRST, came, "board " + i);
      }
    }
    assertEquals(before, running());
    assertEquals(untouched, untouched());
  }

  @Test
  void aReleaseThatComputesOtherBitsNeverRunsAnywhere() throws Exception {
    rollOut();
    List<String> before = running();
    Map<String, String> untouched = untouched();
    try (SshBoards ssh = new SshBoards(sshd.options())) {
      Release bad = Release.of(TWO, Map.of(RuntimeJars.RUNTIME, BrokenRuntime.jar(folder)));
      List<Outcome<Deployed>> outcomes = roll(ssh, bad, TWO, 1e9);
      assertTrue(said(outcomes, 1).contains("does not answer as the host"), said(outcomes, 1));
      assertTrue(said(outcomes, 19).contains("was not touched"), said(outcomes, 19));
    }
    assertEquals(before, running());
    assertEquals(untouched, untouched());
  }

  @Test
  void aGoodReleaseReachesAllAndTheFirstOfAllIsWithdrawnWhenItIsBad() throws Exception {
    try (SshBoards ssh = new SshBoards(sshd.options())) {
      assertFalse(roll(ssh, OLD, ONE, 1e-9).stream().anyMatch(Outcome::ok));
      assertNull(DeployFixtures.current(folder.resolve("board-0")));
      List<Outcome<Deployed>> outcomes = roll(ssh, OLD, ONE, 1e9);
      assertTrue(outcomes.stream().allMatch(Outcome::ok), outcomes::toString);
    }
    assertTrue(running().stream().allMatch(OLD.id()::equals));
  }

  /** Everything on the boards that do not come first. */
  private Map<String, String> untouched() throws Exception {
    Map<String, String> all = new TreeMap<>();
    for (int i = FIRST; i < BOARDS; i++) {
      String name = "board-" + i;
      DeployFixtures.snapshot(folder.resolve(name)).forEach((k, v) -> all.put(name + "/" + k, v));
    }
    return all;
  }

  private static String said(List<Outcome<Deployed>> outcomes, int board) {
    return outcomes.get(board).failure().getMessage();
  }
}

package dev.octet.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.deploy.Fleet.Outcome;
import dev.octet.deploy.release.Release;
import dev.octet.deploy.ssh.SshBoards;
import dev.octet.deploy.ssh.Target;
import dev.octet.deploy.step.DeployOptions;
import dev.octet.deploy.step.Deployed;
import dev.octet.deploy.testing.DeployFixtures;
import dev.octet.deploy.testing.LoopbackSshd;
import dev.octet.runtime.OctetModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twenty boards (folders behind one server) at once. */
class FleetTest {
  private static final int BOARDS = 20;
  private static final int BROKEN = 7;

  @Test
  void oneThatFailsDoesNotDisturbTheOthers(@TempDir Path folder) throws Exception {
    byte[] model = DeployFixtures.model("one");
    OctetModel loaded = DeployFixtures.load(model);
    Release release = Release.of(model, DeployFixtures.RUNTIME);
    try (LoopbackSshd sshd = LoopbackSshd.start(folder);
        SshBoards boards = new SshBoards(sshd.options())) {
      Path java = DeployFixtures.quickJvm(folder);
      Path broken = DeployFixtures.script(folder.resolve("broken"), "exit 1");
      Map<Target, DeployOptions> options = new ConcurrentHashMap<>();
      List<Target> targets = new ArrayList<>();
      for (int i = 0; i < BOARDS; i++) {
        // Only the name tells them apart: the server is the same, the folder is not.
        Target target = new Target(sshd.target().user(), "board-" + i, sshd.port());
        targets.add(target);
        Path board = Files.createDirectory(folder.resolve("board-" + i));
        options.put(target, DeployFixtures.options(board, i == BROKEN ? broken : java));
      }
      Deployer deployer = new Deployer(boards);
      List<Outcome<Deployed>> outcomes =
          Fleet.run(
              targets,
              target ->
                  deployer.deploy(
                      sshd.target(), release, loaded, options.get(target), DeployFixtures.SILENT));
      for (int i = 0; i < BOARDS; i++) {
        Path board = folder.resolve("board-" + i);
        assertEquals(targets.get(i), outcomes.get(i).target());
        if (i == BROKEN) {
          assertTrue(outcomes.get(i).failure().getMessage().contains("does not start"));
          assertNull(DeployFixtures.current(board));
        } else {
          assertTrue(outcomes.get(i).ok(), () -> String.valueOf(outcomes));
          assertEquals(release.id(), DeployFixtures.current(board));
        }
      }
    }
  }
}

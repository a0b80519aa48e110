package dev.octet.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.deploy.release.Release;
import dev.octet.deploy.release.RuntimeJars;
import dev.octet.deploy.ssh.SshBoards;
import dev.octet.deploy.step.Deployed;
import dev.octet.deploy.testing.ArmJvm;
import dev.octet.deploy.testing.CutProxy;
import dev.octet.deploy.testing.DeployFixtures;
import dev.octet.deploy.testing.LoopbackTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deployments whose board has a real ARM JVM, under user-mode emulation. */
class ArmTest extends LoopbackTest {
  private static final long SEED = Long.getLong("octet.cut.seed", 20261122);
  private static final int CUTS = 10;

  @TempDir private Path board;

  @ParameterizedTest
  @CsvSource({
    "arm64-8,1.8.0,aarch64,scalar",
    "arm64-17,17.,aarch64,vector",
    "arm64-25,25.,aarch64,vector",
    "armhf-8,1.8.0,arm,scalar",
    "armhf-17,17.,arm,scalar"
  })
  void provesAReleaseAndGoesOnToTheNext(String jvm, String version, String arch, String kernels)
      throws Exception {
    Path java = ArmJvm.require(jvm);
    byte[] one = DeployFixtures.model("one");
    try (SshBoards boards = new SshBoards(sshd.options())) {
      Deployed done =
          new Deployer(boards)
              .deploy(
                  sshd.target(),
                  Release.of(one, RuntimeJars.load()),
                  DeployFixtures.load(one),
                  DeployFixtures.options(board, java),
                  DeployFixtures.SILENT);
      assertEquals(done.release(), DeployFixtures.current(board));
      assertTrue(done.java().startsWith(version), done.toString());
      assertEquals(arch, done.arch());
      assertEquals(kernels, done.kernels());
      assertEquals(kernels.equals("vector"), done.scalarMs() > 0);
      assertTrue(done.peakKb() > 1000, done.toString());
    }
  }

  @Test
  void aCutAnywhereLeavesTheBoardWhole() throws Exception {
    Path java = ArmJvm.require("armhf-8");
    System.out.println("octet.cut.seed=" + SEED);
    Random random = new Random(SEED);
    List<byte[]> models = List.of(DeployFixtures.model("one"), DeployFixtures.model("two"));
    try (CutProxy proxy = new CutProxy(sshd.port());
        SshBoards boards = new SshBoards(sshd.options())) {
      CutTest.Cutter cutter = new CutTest.Cutter(boards, proxy, java);
      cutter.measure(board, models.get(1));
      long length = cutter.measure(board, models.get(0));
      int reached = 0;
      for (int i = 0; reached < CUTS; i++) {
        byte[] model = models.get((i + 1) % models.size());
        String before = DeployFixtures.current(board);
        boolean cut = cutter.cutAfter(board, model, (long) (random.nextDouble() * length));
        reached += cut ? 1 : 0;
        String id = Release.of(model, DeployFixtures.RUNTIME).id();
        String after = DeployFixtures.current(board);
        assertTrue(after.equals(before) || after.equals(id), "cut " + i);
        cutter.finish(board, model);
        assertEquals(id, DeployFixtures.current(board), "cut " + i);
      }
    }
  }
}

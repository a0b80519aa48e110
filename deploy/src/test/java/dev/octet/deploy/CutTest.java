package dev.octet.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.deploy.release.Release;
import dev.octet.deploy.ssh.SshBoards;
import dev.octet.deploy.step.DeployProgress;
import dev.octet.deploy.testing.CutProxy;
import dev.octet.deploy.testing.DeployFixtures;
import dev.octet.deploy.testing.LoopbackSshd;
import dev.octet.deploy.testing.LoopbackTest;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The connection is cut at every step and after random numbers of bytes. After each cut {@code
 * current} leads to a whole release that passes its golden vectors (or to nothing before the first
 * success), and the next deployment finishes.
 */
class CutTest extends LoopbackTest {
  private static final long SEED = Long.getLong("octet.cut.seed", 20261122);
  private static final int CUTS = Integer.getInteger("octet.cuts", 200);
  private static final int WORKERS = 4;

  /** After this many cuts the board is a new one. */
  private static final int NEW_BOARD = 4;

  private static final byte[][] MODELS = {DeployFixtures.model("one"), DeployFixtures.model("two")};

  private static Path java;

  @BeforeAll
  static void makeJvm() throws Exception {
    java = DeployFixtures.quickJvm(server);
  }

  @Test
  void aCutAnywhereLeavesTheBoardWhole(@TempDir Path folder) throws Exception {
    System.out.println("octet.cut.seed=" + SEED);
    ExecutorService pool = Executors.newFixedThreadPool(WORKERS);
    try {
      List<Future<Integer>> workers = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        int worker = i;
        workers.add(pool.submit(() -> cuts(folder, worker)));
      }
      int reached = 0;
      for (Future<Integer> worker : workers) {
        reached += worker.get();
      }
      assertTrue(reached >= CUTS, "cuts that met a deployment at work: " + reached);
    } finally {
      pool.shutdownNow();
    }
  }

  /** Returns how many cuts met a deployment at work. */
  private static int cuts(Path folder, int worker) throws Exception {
    Random random = new Random(SEED + worker);
    int reached = 0;
    long[] length = {0, 0};
    try (CutProxy proxy = new CutProxy(sshd.port());
        SshBoards boards = new SshBoards(sshd.options())) {
      Cutter cutter = new Cutter(boards, proxy, java);
      Path board = null;
      for (int i = 0; reached < CUTS / WORKERS; i++) {
        boolean fresh = i % NEW_BOARD == 0;
        if (fresh) {
          board = Files.createDirectory(folder.resolve("board-" + worker + "-" + i));
          if (length[0] == 0) {
            // What goes over the wire uncut, as the range of the random cuts.
            Path sample = Files.createDirectory(folder.resolve("sample-" + worker));
            length[0] = cutter.measure(sample, MODELS[0]);
            length[1] = cutter.measure(sample, MODELS[1]);
          }
        }
        byte[] model = MODELS[i % MODELS.length];
        String trial = "seed " + SEED + ", worker " + worker + ", cut " + i;
        String before = DeployFixtures.current(board);
        boolean cut;
        if (i % 5 == 4) {
          cut = cutter.cutAtStep(board, model, random.nextInt(Cutter.STEPS));
        } else {
          cut = cutter.cutAfter(board, model, (long) (random.nextDouble() * length[fresh ? 0 : 1]));
        }
        reached += cut ? 1 : 0;
        String id = Release.of(model, DeployFixtures.RUNTIME).id();
        String after = DeployFixtures.current(board);
        assertTrue(
            Objects.equals(after, before) || id.equals(after),
            trial + ": " + before + ", " + after);
        cutter.finish(board, model);
        assertEquals(id, DeployFixtures.current(board), trial);
        assertTrue(Files.notExists(board.resolve("app/incoming").resolve(id)), trial);
      }
    }
    return reached;
  }

  /** Deploys through a way that is cut. */
  record Cutter(SshBoards boards, CutProxy proxy, Path java) {
    /** Steps a deployment tells of, the connection included. */
    static final int STEPS = 8;

    /** Deploys uncut and returns the bytes that went over the wire. */
    long measure(Path board, byte[] model) {
      proxy.cutAfter(Long.MAX_VALUE);
      deploy(board, model, DeployFixtures.SILENT);
      return proxy.passed();
    }

    boolean cutAfter(Path board, byte[] model, long bytes) {
      proxy.cutAfter(bytes);
      return fails(board, model, DeployFixtures.SILENT);
    }

    boolean cutAtStep(Path board, byte[] model, int step) {
      proxy.cutAfter(Long.MAX_VALUE);
      return fails(
          board,
          model,
          new DeployProgress() {
            private int begun;

            @Override
            public void step(String name) {
              if (begun++ == step) {
                proxy.cut();
              }
            }

            @Override
            public void warn(String text) {}
          });
    }

    void finish(Path board, byte[] model) throws IOException {
      proxy.cutAfter(Long.MAX_VALUE);
      deploy(board, model, DeployFixtures.SILENT);
    }

    /** Whether the deployment met the cut; it must then be a failure of the board. */
    private boolean fails(Path board, byte[] model, DeployProgress progress) {
      try {
        deploy(board, model, progress);
        return false;
      } catch (OctetException e) {
        assertEquals(OctetException.Failure.BOARD, e.failure(), e.getMessage());
        return true;
      }
    }

    private void deploy(Path board, byte[] bytes, DeployProgress progress) {
      OctetModel model = DeployFixtures.load(bytes);
      new Deployer(boards)
          .deploy(
              LoopbackSshd.target(proxy.port()),
              Release.of(bytes, DeployFixtures.RUNTIME),
              model,
              DeployFixtures.options(board, java),
              progress);
    }
  }
}

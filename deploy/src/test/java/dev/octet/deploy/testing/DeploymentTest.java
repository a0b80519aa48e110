package dev.octet.deploy.testing;

import dev.octet.deploy.Deployer;
import dev.octet.deploy.release.Release;
import dev.octet.deploy.ssh.SshBoards;
import dev.octet.deploy.step.DeployOptions;
import dev.octet.deploy.step.Deployed;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests that deploy to boards which are folders behind one server, a new one for each test. */
public abstract class DeploymentTest extends LoopbackTest {
  protected static final byte[] ONE = DeployFixtures.model("one");
  protected static final byte[] TWO = DeployFixtures.model("two");

  protected static SshBoards boards;

  /** The boards' JVM. */
  protected static Path java;

  /** The board of one test. */
  @TempDir protected Path board;

  @BeforeAll
  static void connect() throws Exception {
    boards = new SshBoards(sshd.options());
    java = DeployFixtures.quickJvm(server);
  }

  @AfterAll
  static void disconnect() throws Exception {
    if (boards != null) {
      boards.close();
      boards = null;
    }
  }

  /** Options of {@link #board}. */
  protected final DeployOptions options() {
    return DeployFixtures.options(board, java);
  }

  /** Deploys a model with {@link #boards}. */
  protected static Deployed deploy(byte[] model, DeployOptions options) {
    return deploy(boards, Release.of(model, DeployFixtures.RUNTIME), model, options);
  }

  /** Deploys a release of a model. */
  protected static Deployed deploy(
      SshBoards by, Release release, byte[] model, DeployOptions options) {
    return new Deployer(by)
        .deploy(sshd.target(), release, DeployFixtures.load(model), options, DeployFixtures.SILENT);
  }
}

package dev.octet.deploy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests that deploy to boards which are folders behind one server, a new one for each test. */
abstract class DeploymentTest extends LoopbackTest {
  static final byte[] ONE = Fixtures.model("one");
  static final byte[] TWO = Fixtures.model("two");

  static SshBoards boards;

  /** The boards' JVM. */
  static Path java;

  /** The board of one test. */
  @TempDir Path board;

  @BeforeAll
  static void connect() throws Exception {
    boards = new SshBoards(sshd.options());
    java = Fixtures.quickJvm(server);
  }

  @AfterAll
  static void disconnect() throws Exception {
    if (boards != null) {
      boards.close();
      boards = null;
    }
  }

  /** Options of {@link #board}. */
  final DeployOptions options() {
    return Fixtures.options(board, java);
  }

  /** Deploys a model with {@link #boards}. */
  static Deployed deploy(byte[] model, DeployOptions options) {
    return deploy(boards, Release.of(model, Fixtures.RUNTIME), model, options);
  }

  /** Deploys a release of a model. */
  static Deployed deploy(SshBoards by, Release release, byte[] model, DeployOptions options) {
    return new Deployer(by)
        .deploy(sshd.target(), release, Fixtures.load(model), options, Fixtures.SILENT);
  }
}

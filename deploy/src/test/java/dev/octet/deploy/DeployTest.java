package dev.octet.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.OctetModel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deployments to a real OpenSSH server that go well. */
class DeployTest {
  @TempDir private static Path server;
  private static LoopbackSshd sshd;
  private static SshBoards boards;
  private static Path java;

  private static final byte[] ONE = Fixtures.model("one");
  private static final byte[] TWO = Fixtures.model("two");

  @TempDir private Path board;
  private DeployOptions options;

  @BeforeAll
  static void start() throws Exception {
    sshd = LoopbackSshd.start(server);
    boards = new SshBoards(sshd.options());
    java = Fixtures.quickJvm(server);
  }

  @AfterAll
  static void stop() throws Exception {
    if (boards != null) {
      boards.close();
      sshd.close();
    }
  }

  @BeforeEach
  void options() {
    options = Fixtures.options(board, java);
  }

  private Deployed deploy(byte[] bytes) {
    OctetModel model = Fixtures.load(bytes);
    return new Deployer(boards)
        .deploy(
            sshd.target(), Release.of(bytes, Fixtures.RUNTIME), model, options, Fixtures.SILENT);
  }

  @Test
  void deploysAndThenOnlyWhatIsNew() throws Exception {
    Deployed first = deploy(ONE);
    assertEquals("", first.before());
    assertEquals(first.release(), Fixtures.current(board));
    assertEquals(Release.of(ONE, Fixtures.RUNTIME).bytes(), first.sentBytes());
    assertEquals(2, first.vectors());
    assertTrue(first.peakKb() > 1000, first.toString());
    assertTrue(first.medianMs() >= 0, first.toString());

    Deployed again = deploy(ONE);
    assertEquals(0, again.sentBytes());
    assertEquals(first.release(), again.before());

    Deployed second = deploy(TWO);
    assertEquals(TWO.length, second.sentBytes());
    assertEquals(first.release(), second.before());
    assertEquals(second.release(), Fixtures.current(board));
    assertTrue(Files.exists(board.resolve("app/releases").resolve(first.release())));
    assertTrue(Files.notExists(board.resolve("app/lock")), "the lock is given back");
  }
}

package dev.octet.deploy.testing;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests that share one SSH server for all of a class. */
public abstract class LoopbackTest {
  /** The server's own folder. */
  @TempDir protected static Path server;

  protected static LoopbackSshd sshd;

  /** Skips the class where no SSH server is installed. */
  @BeforeAll
  static void startServer() throws Exception {
    sshd = null;
    sshd = LoopbackSshd.start(server);
  }

  @AfterAll
  static void stopServer() throws Exception {
    if (sshd != null) {
      sshd.close();
    }
  }
}

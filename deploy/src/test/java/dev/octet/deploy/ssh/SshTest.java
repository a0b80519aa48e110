package dev.octet.deploy.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.deploy.advice.Facts;
import dev.octet.deploy.board.Board;
import dev.octet.deploy.testing.LoopbackSshd;
import dev.octet.deploy.testing.LoopbackTest;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Getting in: host keys, identities, agent, {@code ~/.ssh/config}. */
class SshTest extends LoopbackTest {
  @TempDir private Path ssh;

  @BeforeEach
  void privateFolder() throws Exception {
    Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
  }

  private static Path key() {
    return sshd.sshFolder().resolve("id_ed25519");
  }

  private void connect(SshOptions options, Target target) {
    try (SshBoards boards = new SshBoards(options);
        Board board = boards.connect(target, "octet/app")) {
      assertTrue(Facts.of(board.run("probe", "")).memTotalKb() > 0);
    }
  }

  private String refused(SshOptions options, Target target) {
    OctetException e = assertThrows(OctetException.class, () -> connect(options, target));
    assertEquals(Failure.BOARD, e.failure(), e.getMessage());
    return e.getMessage();
  }

  private SshOptions options(Path identity, boolean acceptNew) {
    return new SshOptions(ssh, identity, acceptNew, null, prompt -> null);
  }

  @Test
  void anUnknownHostIsRefusedWithItsFingerprintThenNoted() throws Exception {
    String fingerprint =
        LoopbackSshd.run(List.of("ssh-keygen", "-lf", sshd.hostKey() + ".pub")).split(" ", -1)[1];
    String said = refused(options(key(), false), sshd.target());
    assertTrue(said.contains(fingerprint) && said.contains("--accept-new-host"), said);
    assertTrue(Files.notExists(ssh.resolve("known_hosts")));
    connect(options(key(), true), sshd.target());
    connect(options(key(), false), sshd.target());
  }

  @Test
  void aChangedHostKeyIsAlwaysRefused() throws Exception {
    Path other = server.resolve("other-" + System.nanoTime());
    LoopbackSshd.keygen(other);
    String[] parts =
        Files.readString(other.resolveSibling(other.getFileName() + ".pub")).split(" ", -1);
    String line = "[127.0.0.1]:" + sshd.port() + " " + parts[0] + " " + parts[1] + "\n";
    Files.writeString(ssh.resolve("known_hosts"), line);
    String said = refused(options(key(), true), sshd.target());
    assertTrue(said.contains("has changed") && said.contains("ssh-keygen -R"), said);
    assertEquals(line, Files.readString(ssh.resolve("known_hosts")));
  }

  @Test
  void aKeyThatTheBoardDoesNotKnowIsNamed() throws Exception {
    Path stranger = server.resolve("stranger");
    LoopbackSshd.keygen(stranger);
    String said = refused(options(stranger, true), sshd.target());
    assertTrue(said.contains("takes none of the keys") && said.contains("ssh-copy-id"), said);
    said = refused(options(ssh.resolve("none"), true), sshd.target());
    assertTrue(said.contains("private key cannot be read"), said);
  }

  @Test
  void anEncryptedKeyAsksOnceForItsPassphrase() throws Exception {
    Path encrypted = ssh.resolve("id_ed25519");
    Files.copy(key(), encrypted);
    Files.setPosixFilePermissions(encrypted, PosixFilePermissions.fromString("rw-------"));
    LoopbackSshd.run(
        List.of("ssh-keygen", "-q", "-p", "-P", "", "-N", "correct horse", "-f", "" + encrypted));
    AtomicInteger asked = new AtomicInteger();
    SshOptions options =
        new SshOptions(
            ssh,
            null,
            true,
            null,
            prompt -> {
              assertEquals(encrypted.toString(), prompt);
              return (asked.getAndIncrement() == 0 ? "wrong" : "correct horse").toCharArray();
            });
    try (SshBoards boards = new SshBoards(options)) {
      boards.connect(sshd.target(), "a").close();
      boards.connect(sshd.target(), "a").close();
    }
    assertEquals(2, asked.get(), "a wrong answer, a right one, and then it is known");
    String said = refused(options(null, true), sshd.target());
    assertTrue(said.contains("ssh-agent"), said);
  }

  @Test
  void theAgentSigns() throws Exception {
    Path socket = Files.createTempDirectory("agent").resolve("socket");
    Process agent =
        new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      for (int i = 0; i < 500 && Files.notExists(socket); i++) {
        Thread.sleep(10);
      }
      ProcessBuilder add = new ProcessBuilder("ssh-add", "-q", key().toString());
      add.environment().put("SSH_AUTH_SOCK", socket.toString());
      assertEquals(0, add.start().waitFor());
      connect(new SshOptions(ssh, null, true, socket, prompt -> null), sshd.target());
    } finally {
      agent.destroy();
      agent.waitFor();
    }
  }

  @Test
  void theConfigGivesHostPortUserKeyAndJump() throws Exception {
    Path config =
        Files.writeString(
            ssh.resolve("config"),
            String.join(
                "\n",
                "Host kitchen",
                "  HostName 127.0.0.1",
                "  Port " + sshd.port(),
                "  User " + sshd.target().user(),
                "  IdentityFile " + key(),
                "Host behind",
                "  HostName 127.0.0.1",
                "  Port " + sshd.port(),
                "  User " + sshd.target().user(),
                "  IdentityFile " + key(),
                "  ProxyJump kitchen",
                ""));
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
    connect(options(null, true), new Target(null, "kitchen", 0));
    connect(options(null, true), new Target(null, "behind", 0));
  }

  @Test
  void aBoardThatCannotBeReachedIsOneSentence() {
    String said = refused(options(key(), true), new Target("pi", "127.0.0.1", 1));
    assertTrue(said.contains("pi@127.0.0.1:1: cannot be reached"), said);
    said = refused(options(key(), true), new Target("pi", "no-such-board.invalid", 0));
    assertTrue(said.contains("there is no host of this name"), said);
  }
}

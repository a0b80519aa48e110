package dev.octet.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.deploy.board.Board;
import dev.octet.deploy.board.BoardLock;
import dev.octet.deploy.release.Release;
import dev.octet.deploy.release.RuntimeJars;
import dev.octet.deploy.ssh.SshBoards;
import dev.octet.deploy.ssh.SshOptions;
import dev.octet.deploy.step.DeployOptions;
import dev.octet.deploy.step.Deployed;
import dev.octet.deploy.testing.BrokenRuntime;
import dev.octet.deploy.testing.DeployFixtures;
import dev.octet.deploy.testing.DeploymentTest;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever is wrong with a board: exit code 6, a sentence, and nothing changed there. */
class FailureTest extends DeploymentTest {
  private static final String NEXT = Release.of(TWO, DeployFixtures.RUNTIME).id();

  private Map<String, String> before;

  @BeforeEach
  void deployOne() throws Exception {
    deploy(ONE, options());
    before = DeployFixtures.snapshot(board);
  }

  /** The second model does not get on the board, and the first one is as it was. */
  private void refused(SshBoards by, DeployOptions options, String... said) throws IOException {
    OctetException e =
        assertThrows(
            OctetException.class,
            () -> deploy(by, Release.of(TWO, DeployFixtures.RUNTIME), TWO, options));
    assertEquals(Failure.BOARD, e.failure(), e.getMessage());
    assertEquals(6, e.failure().exitCode());
    for (String part : said) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
    assertTrue(!e.remedy().isBlank() && e.getMessage().lines().count() == 1, e.getMessage());
    Map<String, String> after = DeployFixtures.snapshot(board);
    // What is on its way may stay for the next try; it does not count.
    after.keySet().removeIf(name -> name.startsWith("app/incoming/"));
    before.keySet().removeIf(name -> name.startsWith("app/incoming/"));
    assertEquals(before.toString().replace(", ", "\n"), after.toString().replace(", ", "\n"));
  }

  private void refused(DeployOptions options, String... said) throws IOException {
    refused(boards, options, said);
  }

  private Path jvm(String... lines) throws IOException {
    return DeployFixtures.script(server.resolve("java-" + System.nanoTime()), lines);
  }

  @Test
  void diskFull() throws Exception {
    Path incoming = Files.createDirectories(board.resolve("app/incoming").resolve(NEXT));
    Files.createSymbolicLink(incoming.resolve("model.octet.part"), Path.of("/dev/full"));
    refused(options(), "No space left on device", "model.octet", "--dir");
    assertTrue(Files.notExists(incoming.resolve("model.octet.part")));
    deploy(TWO, options());
  }

  @Test
  void quotaReached() throws Exception {
    SshOptions limited =
        sshd.wrapped(
            "quota", "trap '' XFSZ", "ulimit -f 8", "exec sh -c \"$SSH_ORIGINAL_COMMAND\"");
    try (SshBoards by = new SshBoards(limited)) {
      refused(by, options(), "File too large", "octet-runtime.jar");
    }
  }

  @Test
  void tooLittleDisk() throws Exception {
    Path bin = Files.createDirectories(server.resolve("small"));
    DeployFixtures.script(bin.resolve("df"), "echo 'fs 1000 100 900 50% /'");
    try (SshBoards by = new SshBoards(withPath("small-disk", bin))) {
      refused(by, options(), "the disk has 900 KB free");
    }
  }

  private static SshOptions withPath(String name, Path bin) throws Exception {
    return sshd.wrapped(name, "PATH=" + bin + ":$PATH", "exec sh -c \"$SSH_ORIGINAL_COMMAND\"");
  }

  @Test
  void corruptedUpload() throws Exception {
    Path bin = Files.createDirectories(server.resolve("corrupt"));
    DeployFixtures.script(
        bin.resolve("cat"), "[ $# = 0 ] || exec /bin/cat \"$@\"", "exec tr '\\001' '\\002'");
    try (SshBoards by = new SshBoards(withPath("corrupt-upload", bin))) {
      refused(by, options(), "arrived damaged", "model.octet");
    }
  }

  @Test
  void readOnlyFolder() throws Exception {
    // Nobody, not even root, makes folders there.
    refused(
        DeployFixtures.options(Path.of("/proc/octet"), java), "/proc/octet/app", "cannot be made");
  }

  @Test
  void noJvm() throws Exception {
    refused(
        DeployFixtures.options(board, Path.of("/nonexistent/java")),
        "there is no JVM at /nonexistent/java",
        "install");
  }

  @Test
  void jvmTooOld() throws Exception {
    Path old = jvm("echo 'java version \"1.7.0_80\"' >&2");
    refused(
        DeployFixtures.options(board, old), "is Java 1.7.0_80, 8 or newer is needed", "install");
  }

  @Test
  void jvmForAnotherCpu() throws Exception {
    Path broken = jvm("echo 'Illegal instruction' >&2", "exit 132");
    refused(
        DeployFixtures.options(board, broken), "does not start (Illegal instruction)", "install");
  }

  @Test
  void jvmWithoutMemory() throws Exception {
    Path small =
        jvm(
            "[ \"$1\" = -version ] || case \"$*\" in",
            "*--serve*) echo 'Could not reserve enough space for heap' >&2; exit 1;;",
            "esac",
            "exec " + java + " \"$@\"");
    refused(DeployFixtures.options(board, small), "Could not reserve enough space", "octet doctor");
  }

  @Test
  void aBoardThatAnswersOneBitDifferently() throws Exception {
    // The last hexadecimal digit of golden outputs: 0 for 1 and so on.
    Path wrong =
        jvm(
            "case \"$*\" in *--serve*) ;; *) exec " + java + " \"$@\";; esac",
            java
                + " \"$@\" | sed '2,3{/^ok/{y/0123456789abcdef/0123456789abcdef/;"
                + "s/1$/0/;t;s/0$/1/;t;s/3$/2/;t;s/2$/3/;t;s/5$/4/;t;s/4$/5/;t;s/7$/6/;t;s/6$/7/;t;"
                + "s/9$/8/;t;s/8$/9/;t;s/b$/a/;t;s/a$/b/;t;s/d$/c/;t;s/c$/d/;t;s/f$/e/;t;s/e$/f/}}'");
    refused(
        DeployFixtures.options(board, wrong),
        "does not answer as the host does: golden vector 0 differs from output 3 on");
  }

  @Test
  void aRuntimeThatRoundsOneBitDifferently() throws Exception {
    Release broken = Release.of(TWO, Map.of(RuntimeJars.RUNTIME, BrokenRuntime.jar(server)));
    OctetException e =
        assertThrows(OctetException.class, () -> deploy(boards, broken, TWO, options()));
    assertEquals(Failure.BOARD, e.failure(), e.getMessage());
    assertTrue(e.getMessage().contains("does not answer as the host does"), e.getMessage());
    assertEquals(before, DeployFixtures.snapshot(board));
  }

  @Test
  void aReleaseThatFailsAfterTheSwitchIsLeftAgain() throws Exception {
    Path fickle =
        jvm(
            "case \"$*\" in *--self-check*) echo 'octet-runtime: differs' >&2; exit 6;; esac",
            "exec " + java + " \"$@\"");
    refused(DeployFixtures.options(board, fickle), "did not run through 'current'", "differs");
    assertEquals(Release.of(ONE, DeployFixtures.RUNTIME).id(), DeployFixtures.current(board));
  }

  @Test
  void anotherDeploymentAtWork() throws Exception {
    DeployOptions options = options();
    try (Board other = boards.connect(sshd.target(), options.root());
        BoardLock lock = BoardLock.take(other, 1)) {
      assertTrue(!lock.token().isEmpty());
      DeployOptions impatient =
          new DeployOptions(
              options.folder(), options.name(), options.java(), List.of(), 3, 0, 1, false);
      OctetException e = assertThrows(OctetException.class, () -> deploy(TWO, impatient));
      assertEquals(Failure.BOARD, e.failure());
      assertTrue(e.getMessage().contains("another deployment is at work"), e.getMessage());
    }
    deploy(TWO, options);
  }

  @Test
  void aLockWhoseHolderIsGoneIsTaken() throws Exception {
    Files.createSymbolicLink(
        board.resolve("app/lock"), Path.of("0123456789abcdef:no-such-boot:4194304"));
    Files.writeString(board.resolve("app/busy.4194305"), "no-such-boot\n");
    deploy(TWO, options());
    assertEquals(NEXT, DeployFixtures.current(board));
    assertTrue(Files.notExists(board.resolve("app/busy.4194305")));
  }

  @Test
  void anInterruptedUploadWithWrongBytesIsSentAgain() throws Exception {
    Path incoming = Files.createDirectories(board.resolve("app/incoming").resolve(NEXT));
    Files.write(incoming.resolve("model.octet.part"), new byte[100]);
    Deployed done = deploy(TWO, options());
    assertEquals(2L * TWO.length - 100, done.sentBytes());
    assertEquals(NEXT, DeployFixtures.current(board));
  }
}

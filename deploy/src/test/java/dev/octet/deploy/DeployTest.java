package dev.octet.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.deploy.release.Release;
import dev.octet.deploy.release.RuntimeJars;
import dev.octet.deploy.ssh.SshBoards;
import dev.octet.deploy.ssh.SshOptions;
import dev.octet.deploy.step.DeployOptions;
import dev.octet.deploy.step.DeployProgress;
import dev.octet.deploy.step.Deployed;
import dev.octet.deploy.testing.DeployFixtures;
import dev.octet.deploy.testing.DeploymentTest;
import dev.octet.deploy.testing.LoopbackSshd;
import dev.octet.deploy.testing.TestTools;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.app.Picture;
import dev.octet.runtime.preprocess.PixelFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deployments to a real OpenSSH server that go well. */
class DeployTest extends DeploymentTest {
  private DeployOptions options;

  @BeforeEach
  void resetOptions() {
    options = options();
  }

  private Deployed deploy(byte[] model) {
    return deploy(model, options);
  }

  @Test
  void deploysAndThenOnlyWhatIsNew() throws Exception {
    Deployed first = deploy(ONE);
    assertEquals("", first.before());
    assertEquals(first.release(), DeployFixtures.current(board));
    assertEquals(Release.of(ONE, DeployFixtures.RUNTIME).bytes(), first.sentBytes());
    assertEquals(2, first.vectors());
    assertTrue(first.peakKb() > 1000, first.toString());
    assertTrue(first.medianMs() >= 0, first.toString());

    Deployed again = deploy(ONE);
    assertEquals(0, again.sentBytes());
    assertEquals(first.release(), again.before());

    Deployed second = deploy(TWO);
    assertEquals(TWO.length, second.sentBytes());
    assertEquals(first.release(), second.before());
    assertEquals(second.release(), DeployFixtures.current(board));
    assertTrue(Files.exists(board.resolve("app/releases").resolve(first.release())));
    assertTrue(Files.notExists(board.resolve("app/lock")), "the lock is given back");
    assertEquals("one\n", runs("one"));
  }

  @Test
  void aBoardWithoutTheModuleGetsNoVectorKernelsAndASentence() throws Exception {
    Map<String, byte[]> jars = new LinkedHashMap<>(DeployFixtures.RUNTIME);
    jars.put(RuntimeJars.VECTOR, new byte[] {1, 2, 3});
    Release release = Release.of(ONE, jars);
    Path bare =
        DeployFixtures.script(
            board.resolve("java"),
            "case $1 in --add-modules*) echo 'Module jdk.incubator.vector not found' >&2; exit 1;;"
                + " esac",
            "exec '" + java + "' \"$@\"");
    List<String> warnings = new ArrayList<>();
    DeployProgress progress =
        new DeployProgress() {
          @Override
          public void step(String name) {}

          @Override
          public void warn(String text) {
            warnings.add(text);
          }
        };
    Deployer deployer = new Deployer(boards);
    OctetModel model = DeployFixtures.load(ONE);
    DeployOptions there = DeployFixtures.options(board, bare);
    Deployed done = deployer.deploy(sshd.target(), release, model, there, progress);
    assertEquals(release.scalar().id(), done.release());
    assertEquals("scalar", done.kernels());
    assertTrue(Double.isNaN(done.scalarMs()));
    assertTrue(String.join("", warnings).contains("jdk.incubator.vector"), warnings::toString);

    warnings.clear();
    Deployed whole = deployer.deploy(sshd.target(), release, model, options(), progress);
    assertEquals(release.id(), whole.release());
    assertEquals(List.of(), warnings);
  }

  /** What the board's one-shot says of its model when its name is as expected. */
  private String runs(String name) throws Exception {
    Path release =
        board.resolve("app/releases").resolve(Release.of(model(name), DeployFixtures.RUNTIME).id());
    String said =
        LoopbackSshd.run(List.of(release.resolve("octet-run").toString(), "--self-check"));
    return said.substring(0, said.indexOf(':')) + "\n";
  }

  private static byte[] model(String name) {
    return name.equals("one") ? ONE : TWO;
  }

  @Test
  void oldReleasesGoBeyondThoseToKeep() throws Exception {
    options =
        new DeployOptions(board.toString(), "app", java.toString(), List.of(), 2, 0, 20, false);
    List<String> ids = new ArrayList<>();
    for (String name : List.of("a", "b", "c", "d")) {
      ids.add(deploy(DeployFixtures.model(name)).release());
    }
    try (Stream<Path> releases = Files.list(board.resolve("app/releases"))) {
      assertEquals(
          new TreeSet<>(ids.subList(2, 4)),
          new TreeSet<>(releases.map(path -> path.getFileName().toString()).toList()));
    }
  }

  @Test
  void folderNamesReachTheBoardAsTheyAre() throws Exception {
    Path hostile = board.resolve("-a b'c\"$(touch HACKED);é");
    options = DeployFixtures.options(hostile, java);
    assertEquals(deploy(ONE).release(), DeployFixtures.current(hostile));
    assertTrue(Files.notExists(Path.of(System.getProperty("user.home"), "HACKED")));
  }

  @Test
  void picturesAreAnsweredAsOnTheHost() {
    byte[] pixels = new byte[3 * 20 * 12];
    new Random(1).nextBytes(pixels);
    Picture color = new Picture(pixels, 0, PixelFormat.RGB, 20, 12);
    Picture gray = new Picture(pixels, 5, PixelFormat.GRAY, 9, 9);
    options =
        new DeployOptions(
            board.toString(), "app", java.toString(), List.of(color, gray), 3, 0, 20, false);
    assertEquals(2, deploy(ONE).pictures());
    assertTrue(Files.notExists(board.resolve("app/incoming/pictures")));
  }

  @Test
  void theBoardMayHaveNothingButBusybox() throws Exception {
    Path busybox = Path.of("/bin/busybox");
    TestTools.require(Files.isExecutable(busybox), "no busybox (apt install busybox-static)");
    Path bin = Files.createDirectories(server.resolve("busybox"));
    Path copy = Files.copy(busybox, server.resolve("busybox-copy"));
    for (String applet : LoopbackSshd.run(List.of(busybox.toString(), "--list")).lines().toList()) {
      Files.createLink(bin.resolve(applet), copy);
    }
    SshOptions wrapped =
        sshd.wrapped("busybox-only", "export PATH=" + bin, "exec sh -c \"$SSH_ORIGINAL_COMMAND\"");
    try (SshBoards by = new SshBoards(wrapped)) {
      for (byte[] bytes : List.of(ONE, TWO, ONE)) {
        Release release = Release.of(bytes, DeployFixtures.RUNTIME);
        deploy(by, release, bytes, options);
        assertEquals(release.id(), DeployFixtures.current(board));
      }
    }
  }

  @Test
  void aServiceAnswersOnASocket() throws Exception {
    Path bin = Files.createDirectories(server.resolve("systemd"));
    Path calls = server.resolve("systemctl.calls");
    DeployFixtures.script(bin.resolve("systemctl"), "echo \"$*\" >>" + calls);
    Path config = Files.createDirectories(server.resolve("config"));
    SshOptions wrapped =
        sshd.wrapped(
            "with-systemd",
            "export PATH=" + bin + ":$PATH XDG_CONFIG_HOME=" + config,
            "exec sh -c \"$SSH_ORIGINAL_COMMAND\"");
    options =
        new DeployOptions(board.toString(), "app", java.toString(), List.of(), 3, 0, 20, true);
    try (SshBoards by = new SshBoards(wrapped)) {
      deploy(by, Release.of(ONE, DeployFixtures.RUNTIME), ONE, options);
    }
    Path units = config.resolve("systemd/user");
    assertTrue(
        Files.readString(units.resolve("octet-app@.service"))
            .contains("ExecStart=\"" + board + "/app/current/octet-run\" --serve\n"));
    assertTrue(Files.readString(units.resolve("octet-app.socket")).contains("octet-app.sock\n"));
    assertTrue(Files.readString(calls).contains("--user restart octet-app.socket"));
  }
}

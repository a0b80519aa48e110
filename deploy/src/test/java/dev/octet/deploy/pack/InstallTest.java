package dev.octet.deploy.pack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.deploy.release.Release;
import dev.octet.deploy.release.RuntimeJars;
import dev.octet.deploy.testing.BrokenRuntime;
import dev.octet.deploy.testing.DeployFixtures;
import dev.octet.deploy.testing.FreshRoot;
import dev.octet.deploy.testing.LoopbackSshd;
import dev.octet.deploy.testing.TestTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A board's life with packages, in a Debian of its own: installed with dpkg, upgraded and rolled
 * back with apt, refused where the board computes other bits.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstallTest {
  private static final byte[] ONE = DeployFixtures.model("one");
  private static final byte[] TWO = DeployFixtures.model("two");

  @TempDir private static Path work;
  private static FreshRoot root;
  private static Path repository;

  @BeforeAll
  static void make() throws Exception {
    root = null;
    TestTools.require(
        Files.isExecutable(Path.of("/usr/bin/apt-ftparchive")), "no apt-ftparchive (apt-utils)");
    root = FreshRoot.copy();
    repository = Files.createDirectory(root.folder().resolve("repository"));
    Files.writeString(
        root.folder().resolve("etc/apt/sources.list"), "deb [trusted=yes] file:/repository ./\n");
  }

  @AfterAll
  static void remove() throws Exception {
    if (root != null) {
      root.close();
    }
  }

  private static Path publish(byte[] model, String version, Map<String, byte[]> runtime)
      throws Exception {
    BoardPackage made =
        BoardPackage.of(
            Release.of(model, runtime),
            DeployFixtures.load(model),
            new PackageOptions("cam", version, PackageOptions.MAINTAINER, true),
            BoardPackage.Format.DEB);
    Path file = Files.write(repository.resolve(made.file()), made.bytes());
    Process index =
        new ProcessBuilder("apt-ftparchive", "packages", ".")
            .directory(repository.toFile())
            .redirectOutput(repository.resolve("Packages").toFile())
            .start();
    assertEquals(0, index.waitFor());
    root.ok("apt-get", "update");
    return file;
  }

  private static String current() throws Exception {
    return DeployFixtures.current(root.folder().resolve("var/lib/octet"), "cam");
  }

  private static String id(byte[] model) {
    return Release.of(model, DeployFixtures.RUNTIME).id();
  }

  private static String state() throws IOException, InterruptedException {
    return root.ok("dpkg-query", "-f", "${Status} ${Version}", "-W", "octet-cam").strip();
  }

  @Test
  @Order(1)
  void dpkgInstallsAndTheBoardAnswers() throws Exception {
    Path deb = publish(ONE, "1", DeployFixtures.RUNTIME);
    String said = root.ok("dpkg", "-i", "/repository/" + deb.getFileName());
    assertTrue(said.contains("golden vectors answered bit for bit"), said);
    assertEquals(id(ONE), current());
    assertEquals("install ok installed 1", state());
    assertTrue(root.ok("octet-cam", "--self-check").contains("bit for bit"));
    String proof = Files.readString(root.folder().resolve("var/lib/octet/cam/current/proof"));
    assertTrue(proof.contains("model=one\n") && proof.contains("medianMs="), proof);
  }

  @Test
  @Order(2)
  void aptUpgradesRollsBackAndComesBack() throws Exception {
    publish(TWO, "2", DeployFixtures.RUNTIME);
    root.ok("apt-get", "-y", "upgrade");
    assertEquals(id(TWO), current());
    root.ok("apt-get", "-y", "--allow-downgrades", "install", "octet-cam=1");
    assertEquals(id(ONE), current());
    assertEquals("install ok installed 1", state());
    root.ok("apt-get", "-y", "upgrade");
    assertEquals(id(TWO), current());
  }

  @Test
  @Order(3)
  void aRuntimeThatComputesOtherBitsIsRefusedAndWhatRanRuns() throws Exception {
    publish(ONE, "3", Map.of(RuntimeJars.RUNTIME, BrokenRuntime.jar(work)));
    refused("apt-get", "-y", "upgrade");
    assertTrue(state().endsWith("half-configured 3"), state());
    assertTrue(root.ok("octet-cam", "--self-check").contains("two: "));
    root.ok("apt-get", "-y", "--allow-downgrades", "install", "octet-cam=2");
    assertEquals("install ok installed 2", state());
  }

  @Test
  @Order(4)
  void aFileWithOneBitFlippedIsRefused() throws Exception {
    Path deb = publish(ONE, "4", DeployFixtures.RUNTIME);
    // Flipped on the board, between unpacking and configuring.
    root.ok("dpkg", "--unpack", "/repository/" + deb.getFileName());
    Path jar = root.folder().resolve("usr/lib/octet-cam/octet-runtime.jar");
    byte[] bytes = Files.readAllBytes(jar);
    bytes[bytes.length / 2] ^= 1;
    Files.write(jar, bytes);
    refused("dpkg", "--configure", "octet-cam");
    root.ok("apt-get", "-y", "--allow-downgrades", "install", "octet-cam=2");
  }

  private static void refused(String... command) throws Exception {
    FreshRoot.Said said = root.run(command);
    assertNotEquals(0, said.code(), said.text());
    assertTrue(said.text().contains("the release was refused"), said.text());
    assertTrue(said.text().contains("what ran before still runs"), said.text());
    assertEquals(id(TWO), current());
  }

  @Test
  @Order(5)
  void theUnitsAreHardenedAndLintianFindsNoErrors() throws Exception {
    Path deb = repository.resolve("octet-cam_2_all.deb");
    TestTools.require(Files.isExecutable(Path.of("/usr/bin/lintian")), "no lintian");
    // Exit code 2 where there is an error.
    LoopbackSshd.run(List.of("lintian", "--allow-root", "--fail-on", "error", deb.toString()));
    TestTools.require(
        Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "no systemd-analyze (systemd)");
    String said =
        LoopbackSshd.run(
            List.of(
                "systemd-analyze",
                "--root=" + root.folder(),
                "security",
                "--offline=true",
                "octet-cam@1.service"));
    Matcher matcher = Pattern.compile("exposure level for \\S+: ([0-9.]+)").matcher(said);
    assertTrue(matcher.find(), said);
    assertTrue(Double.parseDouble(matcher.group(1)) < 2, said);
  }

  @Test
  @Order(6)
  void aProcessStaysUnderItsUnitsMemory() throws Exception {
    String unit =
        Files.readString(root.folder().resolve("lib/systemd/system/octet-cam@.service"), UTF_8);
    Matcher limit = Pattern.compile("MemoryMax=(\\d+)M").matcher(unit);
    Matcher options = Pattern.compile("OCTET_JAVA_OPTS=(\\S+)").matcher(unit);
    assertTrue(limit.find() && options.find(), unit);
    String said =
        root.ok(
            "sh",
            "-c",
            "printf 'measure 1000\\ninfo\\n' | OCTET_JAVA_OPTS="
                + options.group(1)
                + " octet-cam --serve");
    Matcher peak = Pattern.compile("(?s).*peakKb=(\\d+)").matcher(said);
    assertTrue(peak.find(), said);
    assertTrue(Long.parseLong(peak.group(1)) < Long.parseLong(limit.group(1)) * 1024, said);
  }

  @Test
  @Order(7)
  void removedItLeavesNothing() throws Exception {
    root.ok("apt-get", "-y", "purge", "octet-cam");
    assertFalse(Files.exists(root.folder().resolve("var/lib/octet/cam")));
    assertFalse(Files.exists(root.folder().resolve("usr/lib/octet-cam")));
  }
}

package dev.octet.deploy.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.deploy.release.Release;
import dev.octet.deploy.release.RuntimeJars;
import dev.octet.deploy.step.DeployOptions;
import dev.octet.deploy.step.DeployProgress;
import dev.octet.quantizer.write.OctetWriter;
import dev.octet.runtime.KernelSets;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.SelfCheck;
import dev.octet.runtime.Session;
import dev.octet.runtime.schedule.Schedule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the tests of deployments share: small models, a quick JVM, looking at a board's folder. */
public final class DeployFixtures {
  /** The runtime without ImageIO's part: a JVM start less in every deployment. */
  public static final Map<String, byte[]> RUNTIME =
      Map.of(RuntimeJars.RUNTIME, RuntimeJars.load().get(RuntimeJars.RUNTIME));

  /** Says nothing. */
  public static final DeployProgress SILENT =
      new DeployProgress() {
        @Override
        public void step(String name) {}

        @Override
        public void warn(String text) {}
      };

  private DeployFixtures() {}

  /** The runtime's small test model under another name. */
  public static byte[] model(String name) {
    try (InputStream stream = DeployFixtures.class.getResourceAsStream("/v1.octet")) {
      Schedule s = OctetModel.load(stream.readAllBytes(), name).schedule();
      return OctetWriter.toBytes(s.toBuilder().name(name).build());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public static OctetModel load(byte[] model) {
    OctetModel loaded = OctetModel.load(model, "model");
    return OctetModel.of(loaded.schedule(), KernelSets.choose("scalar"));
  }

  /** This JVM as a board's: starts quickly. */
  public static Path quickJvm(Path folder) throws IOException {
    return script(
        folder.resolve("java"),
        // One start of a JVM less in every deployment.
        "[ \"${2-$1}\" != -version ] || { echo 'version \""
            + Runtime.version()
            + "\"' >&2; exit; }",
        "exec '"
            + System.getProperty("java.home")
            + "/bin/java' -Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx64m \"$@\"");
  }

  /** An executable shell script. */
  public static Path script(Path file, String... lines) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  public static DeployOptions options(Path folder, Path java) {
    return new DeployOptions(
        folder.toString(), "app", java.toString(), List.of(), 3, 0, 120, false);
  }

  /** The release that {@code current} leads to, or null; it must be whole and right. */
  public static String current(Path folder) throws Exception {
    return current(folder, "app");
  }

  /** The same of another application. */
  public static String current(Path folder, String name) throws Exception {
    Path link = folder.resolve(name).resolve("current");
    if (!Files.isSymbolicLink(link)) {
      return null;
    }
    String id = Files.readSymbolicLink(link).getFileName().toString();
    Path release = folder.resolve(name).resolve("releases").resolve(id);
    byte[] manifest = Files.readAllBytes(release.resolve("manifest"));
    assertEquals(id, Release.sha256(manifest));
    for (String line : new String(manifest, UTF_8).lines().toList()) {
      Path file = release.resolve(line.substring(66));
      assertEquals(
          line.substring(0, 64), Release.sha256(Files.readAllBytes(file)), file.toString());
    }
    try (Session session = load(Files.readAllBytes(release.resolve("model.octet"))).newSession()) {
      assertTrue(SelfCheck.run(session).passed());
    }
    return id;
  }

  /** Names and contents of everything under a folder, apart from uploads on their way. */
  public static Map<String, String> snapshot(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    if (!Files.exists(folder)) {
      return files;
    }
    List<Path> paths = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.forEach(paths::add);
    }
    for (Path path : paths) {
      String name = folder.relativize(path).toString();
      if (Files.isSymbolicLink(path)) {
        files.put(name, "-> " + Files.readSymbolicLink(path));
      } else if (Files.isRegularFile(path)) {
        files.put(name, Release.sha256(Files.readAllBytes(path)));
      } else {
        files.put(name, "folder");
      }
    }
    files.remove("app/beat");
    return files;
  }
}

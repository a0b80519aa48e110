package dev.octet.cli.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The zip that {@code ./mvnw package} leaves runs on its own, from any folder. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class DistributionIT {
  @TempDir private static Path folder;
  private static Path launcher;

  @BeforeAll
  static void unpack() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      Path zip = files.filter(f -> f.toString().endsWith(".zip")).findFirst().orElseThrow();
      unzip(zip, folder);
    }
    try (Stream<Path> files = Files.list(folder)) {
      launcher = files.findFirst().orElseThrow().resolve("bin/octet");
    }
    assertTrue(launcher.toFile().setExecutable(true));
  }

  @Test
  void answersOnStandardOutputAndSaysNothingElse() throws Exception {
    Result result = run(launcher.toString(), "--version");
    assertEquals(0, result.code);
    assertTrue(result.out.startsWith("octet "), result.out);
    assertEquals("", result.err);
  }

  @Test
  void runsThroughASymbolicLinkAndFailsInOneLine() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), launcher);
    Result result = run(link.toString(), "inspect", "none.octet");
    assertEquals(3, result.code);
    assertEquals("", result.out);
    assertTrue(result.err.startsWith("octet: none.octet: "), result.err);
    assertEquals(1, result.err.lines().count(), result.err);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void saysSoWhenStandardOutputIsFull() throws Exception {
    Result result = run("sh", "-c", launcher + " completion > /dev/full");
    assertEquals(7, result.code);
    assertTrue(result.err.startsWith("octet: standard output: "), result.err);
  }

  @Test
  void packagesAModelWithWhatItCarriesOfJdeb() throws Exception {
    Path model = Path.of("../runtime-embedded/src/test/resources/v1.octet");
    Path packages = folder.resolve("packages");
    for (String format : List.of("deb", "tar")) {
      Result result =
          run(
              launcher.toString(),
              "package",
              model.toAbsolutePath().toString(),
              "-o",
              packages.toString(),
              "--format",
              format,
              "--service");
      assertEquals(0, result.code, result.err);
      assertTrue(Files.size(Path.of(result.out.strip())) > 100_000, result.out);
    }
  }

  @Test
  void carriesTheDemosData() {
    Path demo = launcher.resolveSibling("../demo").normalize();
    assertTrue(Files.isRegularFile(demo.resolve("labels.txt")));
    assertTrue(Files.isDirectory(demo.resolve("images/test/bag")));
    assertTrue(Files.isDirectory(demo.resolve("models")));
  }

  @Test
  void namesTheLicenceOfEveryJarItCarries() throws IOException {
    Path home = launcher.resolveSibling("..").normalize();
    Path licenses = home.resolve("licenses");
    List<String> listed = new ArrayList<>();
    for (String line : Files.readAllLines(licenses.resolve("THIRD-PARTY.txt"))) {
      String[] words = line.split(" +");
      if (words[0].endsWith(".jar")) {
        listed.add(words[0]);
        Path text = (words[2].equals("LICENSE") ? home : licenses).resolve(words[2]);
        assertTrue(Files.size(text) > 500, line);
      }
    }
    assertEquals(othersJars(home), listed);
    assertTrue(Files.readString(home.resolve("NOTICE")).startsWith("Octet"));
  }

  private static List<String> othersJars(Path home) throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("octet-"))
          .sorted()
          .toList();
    }
  }

  private record Result(int code, String out, String err) {}

  private static Result run(String... command) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    int code = builder.start().waitFor();
    return new Result(code, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  private static void unzip(Path zip, Path target) throws IOException {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      Enumeration<? extends ZipEntry> entries = file.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        Path path = target.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(path);
        } else {
          Files.createDirectories(path.getParent());
          try (InputStream in = file.getInputStream(entry)) {
            Files.copy(in, path);
          }
        }
      }
    }
  }
}

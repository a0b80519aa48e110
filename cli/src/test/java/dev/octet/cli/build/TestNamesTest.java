package dev.octet.cli.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The build runs classes by their names: a test with another name would never run. */
class TestNamesTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern TEST =
      Pattern.compile(
          "^ +@(Test|Property|Example|ParameterizedTest|FuzzTest)\\b", Pattern.MULTILINE);

  /** What others inherit runs under their names. */
  private static final Pattern INHERITED =
      Pattern.compile("^(public )?(abstract class|interface) ", Pattern.MULTILINE);

  @Test
  void everyTestHasANameThatTheBuildRuns() throws IOException {
    List<Path> tests = new ArrayList<>();
    List<Path> misnamed = new ArrayList<>();
    for (Path file : sources()) {
      String text = Files.readString(file);
      if (TEST.matcher(text).find() && !INHERITED.matcher(text).find()) {
        tests.add(file);
        if (!file.toString().matches(".*(Test|IT)\\.java")) {
          misnamed.add(ROOT.relativize(file));
        }
      }
    }
    assertTrue(tests.size() > 100, "found only " + tests);
    assertEquals(List.of(), misnamed, "names must end with Test, or with IT where jars are needed");
  }

  private static List<Path> sources() throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.sorted().toList()) {
        Path tests = module.resolve("src/test/java");
        if (Files.isDirectory(tests)) {
          try (Stream<Path> files = Files.walk(tests)) {
            found.addAll(files.filter(file -> file.toString().endsWith(".java")).toList());
          }
        }
      }
    }
    return found;
  }
}

package dev.octet.cli.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.cli.build.SourceTree.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The build runs classes by their names: a test with another name would never run. */
class TestNamesTest {
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
    for (Source source : SourceTree.all()) {
      String text = source.text();
      if (source.test() && TEST.matcher(text).find() && !INHERITED.matcher(text).find()) {
        tests.add(source.file());
        if (!source.name().matches(".*(Test|IT)")) {
          misnamed.add(SourceTree.ROOT.relativize(source.file()));
        }
      }
    }
    assertTrue(tests.size() > 100, "found only " + tests);
    assertEquals(List.of(), misnamed, "names must end with Test, or with IT where jars are needed");
  }
}

package dev.octet.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Classes that a page names exist. Notes and the changelog tell of the past and are left out. */
class NamesTest {
  /** `ImageDecoder`, `Lifetimes.mayShare`: capitals inside, so that it is no word of prose. */
  private static final Pattern NAME =
      Pattern.compile("`([A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+)(?:\\.[A-Za-z]+)?(?:\\(\\))?`");

  /** Of the JDK, of ONNX and of tools. */
  private static final Set<String> OTHERS =
      Set.of(
          "IllegalArgumentException",
          "NullPointerException",
          "SplittableRandom",
          "StrictMath",
          "AutoCloseable",
          "LeakyReLU",
          "LeakyRelu",
          "QuantizeLinear",
          "DequantizeLinear",
          "NodeCountInliningCutoff");

  @Test
  void everyClassNamedOnAPageExists() throws IOException {
    Set<String> classes = new TreeSet<>(OTHERS);
    for (Path file : Pages.javaFiles()) {
      classes.add(file.getFileName().toString().replace(".java", ""));
    }
    List<String> unknown = new ArrayList<>();
    int names = 0;
    for (Path page : Pages.all()) {
      if (page.toString().contains("notes") || page.endsWith("CHANGELOG.md")) {
        continue;
      }
      Matcher matcher = NAME.matcher(Pages.prose(page));
      while (matcher.find()) {
        names++;
        if (!classes.contains(matcher.group(1))) {
          unknown.add(page + ": " + matcher.group());
        }
      }
    }
    assertEquals(List.of(), unknown);
    assertTrue(names > 50, "found only " + names + " names");
  }
}

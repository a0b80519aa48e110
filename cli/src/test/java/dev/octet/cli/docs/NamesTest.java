package dev.octet.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
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

  /** `dev.octet.model.ModelLimits`. */
  private static final Pattern QUALIFIED = Pattern.compile("\\b(dev(?:\\.[a-z0-9]+)+\\.[A-Z]\\w*)");

  @Test
  void everyQualifiedNameOnAPageExists() throws IOException {
    Set<String> classes = new TreeSet<>();
    for (Path file : Pages.javaFiles()) {
      classes.add(
          file.toString().replaceFirst(".*/java/", "").replace(".java", "").replace('/', '.'));
    }
    allKnown(QUALIFIED, Files::readString, classes, 5);
  }

  @Test
  void everyClassNamedOnAPageExists() throws IOException {
    Set<String> classes = new TreeSet<>(OTHERS);
    for (Path file : Pages.javaFiles()) {
      classes.add(file.getFileName().toString().replace(".java", ""));
    }
    allKnown(NAME, Pages::prose, classes, 50);
  }

  /** The text of a page in which names are looked for. */
  @FunctionalInterface
  private interface PageText {
    String of(Path page) throws IOException;
  }

  private static void allKnown(Pattern pattern, PageText text, Set<String> classes, int least)
      throws IOException {
    List<String> unknown = new ArrayList<>();
    int names = 0;
    for (Path page : Pages.all()) {
      if (isRecord(page)) {
        continue;
      }
      Matcher matcher = pattern.matcher(text.of(page));
      while (matcher.find()) {
        names++;
        if (!classes.contains(matcher.group(1))) {
          unknown.add(page + ": " + matcher.group());
        }
      }
    }
    assertEquals(List.of(), unknown);
    assertTrue(names > least, "found only " + names + " names");
  }

  private static boolean isRecord(Path page) {
    return page.toString().contains("notes") || page.endsWith("CHANGELOG.md");
  }
}

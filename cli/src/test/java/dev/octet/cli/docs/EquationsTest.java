package dev.octet.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The page of equations and the classes that implement them name each other. */
class EquationsTest {
  private static final Path PAGE = Pages.ROOT.resolve("docs/arithmetic.md");

  /** "equation 3", "Equations 10 to 12", "equations 1, 3 and 10", across the lines of a comment. */
  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\b[Ee]quations?[\\s*]+(\\d+(?:(?:,[\\s*]+|[\\s*]+to[\\s*]+|[\\s*]+and[\\s*]+)\\d+)*)");

  @Test
  void equationsAreNumberedInOrder() throws IOException {
    List<Integer> numbers = numbers();
    assertEquals(IntStream.rangeClosed(1, numbers.size()).boxed().toList(), numbers);
    assertTrue(numbers.size() > 20, "equations: " + numbers);
  }

  @Test
  void everyNumberReferredToExists() throws IOException {
    int last = numbers().size();
    List<Path> files = new ArrayList<>(Pages.javaFiles());
    files.addAll(Pages.all());
    files.addAll(Pages.files(".schema.json"));
    List<String> wrong = new ArrayList<>();
    int references = 0;
    for (Path file : files) {
      Matcher reference = REFERENCE.matcher(Files.readString(file));
      while (reference.find()) {
        Matcher number = Pattern.compile("\\d+").matcher(reference.group(1));
        while (number.find()) {
          references++;
          int n = Integer.parseInt(number.group());
          if (n < 1 || n > last) {
            wrong.add(file + ": " + reference.group());
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(references > 80, "references: " + references);
  }

  @Test
  void everyLinkedClassExistsAndLinksBack() throws IOException {
    Matcher matcher = Pattern.compile("\\]\\(([^)#]+\\.java)\\)").matcher(Files.readString(PAGE));
    List<String> wrong = new ArrayList<>();
    int links = 0;
    while (matcher.find()) {
      Path file = PAGE.resolveSibling(matcher.group(1));
      if (!Files.exists(file)) {
        wrong.add("no such class: " + file);
      } else if (!Files.readString(file).contains("arithmetic.md")) {
        wrong.add("no link back: " + file);
      }
      links++;
    }
    assertEquals(List.of(), wrong);
    assertTrue(links > 20, "links: " + links);
  }

  private static List<Integer> numbers() throws IOException {
    List<Integer> numbers = new ArrayList<>();
    Matcher matcher = Pattern.compile("\\*\\*Equation (\\d+)").matcher(Files.readString(PAGE));
    while (matcher.find()) {
      numbers.add(Integer.valueOf(matcher.group(1)));
    }
    return numbers;
  }
}

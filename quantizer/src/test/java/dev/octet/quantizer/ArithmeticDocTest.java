package dev.octet.quantizer;

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
class ArithmeticDocTest {
  private static final Path PAGE = Path.of("../docs/arithmetic.md");

  @Test
  void equationsAreNumberedInOrder() throws IOException {
    List<Integer> numbers = new ArrayList<>();
    Matcher matcher = Pattern.compile("\\*\\*Equation (\\d+)").matcher(Files.readString(PAGE));
    while (matcher.find()) {
      numbers.add(Integer.valueOf(matcher.group(1)));
    }
    assertEquals(IntStream.rangeClosed(1, numbers.size()).boxed().toList(), numbers);
    assertTrue(numbers.size() > 20, "equations: " + numbers);
  }

  @Test
  void everyLinkedClassExistsAndLinksBack() throws IOException {
    Matcher matcher = Pattern.compile("\\]\\(([^)#]+\\.java)\\)").matcher(Files.readString(PAGE));
    int links = 0;
    while (matcher.find()) {
      Path file = PAGE.resolveSibling(matcher.group(1));
      assertTrue(Files.exists(file), "no such class: " + file);
      assertTrue(Files.readString(file).contains("arithmetic.md"), "no link back: " + file);
      links++;
    }
    assertTrue(links > 20, "links: " + links);
  }
}

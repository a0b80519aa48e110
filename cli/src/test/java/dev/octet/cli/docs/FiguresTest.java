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
import org.junit.jupiter.api.Test;

/** A figure has one page, and whoever repeats it repeats the same. */
class FiguresTest {
  private static final Path README = Pages.ROOT.resolve("README.md");
  private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])\\d[\\d,]*(?:\\.\\d+)?(?!\\w)");

  /** A row of a table: what, result, and a link to the page that has it. */
  private static final Pattern ROW =
      Pattern.compile("^\\| [^|]+ \\| ([^|]+) \\| \\[\\w+\\]\\((docs/\\w+\\.md)\\) \\|$");

  /** A time in seconds or minutes on a line about quantizing. */
  private static final Pattern TIME_TO_QUANTIZE =
      Pattern.compile("(?i)quantiz.*(?<![\\w.])\\d+ (s|min)\\b");

  @Test
  void resultsOfTheReadmeStandOnThePageThatItLinks() throws IOException {
    List<String> missing = new ArrayList<>();
    int figures = 0;
    for (String line : Files.readAllLines(README)) {
      Matcher row = ROW.matcher(line);
      if (!row.matches()) {
        continue;
      }
      List<String> there = numbers(Files.readString(Pages.ROOT.resolve(row.group(2))));
      for (String figure : numbers(row.group(1))) {
        figures++;
        if (!there.contains(figure)) {
          missing.add(figure + " is not on " + row.group(2));
        }
      }
    }
    assertEquals(List.of(), missing);
    assertTrue(figures > 10, "figures: " + figures);
  }

  @Test
  void timesOfQuantizingStandOnThePageOfPerformance() throws IOException {
    List<String> elsewhere = new ArrayList<>();
    for (Path page : Pages.all()) {
      if (page.toString().contains("notes") || page.endsWith("docs/performance.md")) {
        continue;
      }
      for (String line : Files.readAllLines(page)) {
        if (TIME_TO_QUANTIZE.matcher(line).find()) {
          elsewhere.add(page + ": " + line);
        }
      }
    }
    assertEquals(List.of(), elsewhere);
  }

  private static List<String> numbers(String text) {
    List<String> numbers = new ArrayList<>();
    Matcher matcher = NUMBER.matcher(text);
    while (matcher.find()) {
      numbers.add(matcher.group().replaceAll(",$", ""));
    }
    return numbers;
  }
}

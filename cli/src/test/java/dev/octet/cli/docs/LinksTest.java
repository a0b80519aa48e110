package dev.octet.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a page links to exists, and every page can be reached from the README. */
class LinksTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ +(.*?)\\s*$", Pattern.MULTILINE);

  @Test
  void filesAndAnchorsExist() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path page : Pages.all()) {
      for (String link : links(page)) {
        links++;
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        if (!Files.exists(target)) {
          broken.add(page + ": no such file: " + link);
        } else if (parts.length == 2 && !anchors(target).contains(parts[1])) {
          broken.add(page + ": no such heading: " + link);
        }
      }
    }
    assertEquals(List.of(), broken);
    assertTrue(links > 50, "found only " + links + " links");
  }

  @Test
  void everyPageCanBeReachedFromTheReadme() throws IOException {
    Path readme = Pages.ROOT.resolve("README.md");
    Set<Path> reached = new TreeSet<>(Set.of(readme));
    List<Path> open = new ArrayList<>(reached);
    while (!open.isEmpty()) {
      Path page = open.remove(0);
      for (String link : links(page)) {
        Path target = page.resolveSibling(link.replaceAll("#.*", "")).normalize();
        if (target.toString().endsWith(".md") && Files.exists(target) && reached.add(target)) {
          open.add(target);
        }
      }
    }
    Set<Path> missing = new TreeSet<>();
    for (Path page : Pages.all()) {
      Path normal = page.normalize();
      if (!reached.contains(normal) && !normal.toString().contains(".github")) {
        missing.add(normal);
      }
    }
    assertEquals(Set.of(), missing);
  }

  /** Links to files of the project, not to other sites. */
  private static List<String> links(Path page) throws IOException {
    List<String> links = new ArrayList<>();
    Matcher matcher = LINK.matcher(Pages.prose(page).replaceAll("`[^`\n]*`", ""));
    while (matcher.find()) {
      if (!matcher.group(1).matches("[a-z]+:.*")) {
        links.add(matcher.group(1));
      }
    }
    return links;
  }

  /** As GitHub makes them of headings: lower case, hyphens for blanks, other signs left out. */
  private static Set<String> anchors(Path page) throws IOException {
    Set<String> anchors = new TreeSet<>();
    Map<String, Integer> seen = new HashMap<>();
    Matcher matcher = HEADING.matcher(Pages.prose(page));
    while (matcher.find()) {
      String anchor =
          matcher
              .group(1)
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N}_ -]", "")
              .replace(' ', '-');
      int before = seen.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? anchor : anchor + "-" + before);
    }
    return anchors;
  }
}

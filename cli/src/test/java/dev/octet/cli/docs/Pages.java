package dev.octet.cli.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The project's Markdown pages and its sources, as files beside the module that tests run in. */
final class Pages {
  static final Path ROOT = Path.of("..");

  private static final Set<String> NOT_SOURCES =
      Set.of("target", ".git", ".quick", "node_modules", "__pycache__");

  private Pages() {}

  /** Every Markdown page of the project, build output left out. */
  static List<Path> all() throws IOException {
    return files(".md");
  }

  /** Java files of all modules, tests included. */
  static List<Path> javaFiles() throws IOException {
    return files(".java");
  }

  /** Files of the project whose name ends as given, in the order of their paths. */
  static List<Path> files(String ending) throws IOException {
    List<Path> found = new ArrayList<>();
    walk(ROOT, ending, found);
    return found;
  }

  private static void walk(Path folder, String ending, List<Path> found) throws IOException {
    List<Path> entries;
    try (Stream<Path> files = Files.list(folder)) {
      entries = files.sorted().toList();
    }
    for (Path entry : entries) {
      String name = entry.getFileName().toString();
      if (Files.isDirectory(entry) && !NOT_SOURCES.contains(name)) {
        walk(entry, ending, found);
      } else if (name.endsWith(ending) && Files.isRegularFile(entry)) {
        found.add(entry);
      }
    }
  }

  /** The page without what stands between fences: code is no prose and has no links. */
  static String prose(Path page) throws IOException {
    StringBuilder prose = new StringBuilder();
    boolean code = false;
    for (String line : Files.readAllLines(page)) {
      if (line.startsWith("```")) {
        code = !code;
      } else if (!code && !line.startsWith("    ")) {
        prose.append(line);
      }
      prose.append('\n');
    }
    return prose.toString();
  }
}

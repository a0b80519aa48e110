package dev.octet.cli.build;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The project's Java sources, of all modules; tests run in the folder of this one. */
final class SourceTree {
  /** The project's folder. */
  static final Path ROOT = Path.of("..");

  private SourceTree() {}

  /**
   * A source file.
   *
   * @param file its path
   * @param module its module's folder
   * @param test whether it is a test's
   * @param folder its package
   * @param name its name without {@code .java}
   */
  record Source(Path file, String module, boolean test, String folder, String name) {
    boolean isPackagePage() {
      return name.equals("package-info");
    }

    String text() {
      try {
        return Files.readString(file, UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** All sources, in order of their paths. */
  static List<Source> all() throws IOException {
    List<Source> found = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module :
          modules.filter(m -> Files.exists(m.resolve("pom.xml"))).sorted().toList()) {
        found.addAll(sources(module, false));
        found.addAll(sources(module, true));
      }
    }
    return found;
  }

  private static List<Source> sources(Path module, boolean test) throws IOException {
    Path root = module.resolve(test ? "src/test/java" : "src/main/java");
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .sorted()
          .map(
              file -> {
                String name = file.getFileName().toString();
                return new Source(
                    file,
                    module.getFileName().toString(),
                    test,
                    root.relativize(file.getParent()).toString().replace('/', '.'),
                    name.substring(0, name.length() - ".java".length()));
              })
          .toList();
    }
  }
}

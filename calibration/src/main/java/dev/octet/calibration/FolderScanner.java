package dev.octet.calibration;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds the pictures below a folder, by their extension; hidden files and folders are passed over,
 * links are followed. Everything found is in code point order of the path relative to the folder.
 */
final class FolderScanner {
  private static final Set<String> EXTENSIONS =
      Set.of("jpg", "jpeg", "jpe", "jfif", "png", "bmp", "webp", "ppm", "pgm", "pnm");

  private static final int MAX_DEPTH = 64;
  private static final int MAX_FILES = 20_000_000;

  /** Pictures: relative path with {@code /}, and the file. */
  final Map<String, Path> pictures = new TreeMap<>(CodePoints.ORDER);

  /** First-level folders, also those without pictures. */
  final SortedSet<String> folders = new TreeSet<>(CodePoints.ORDER);

  /** Number of other files by extension. */
  final Map<String, Integer> others = new TreeMap<>(CodePoints.ORDER);

  private FolderScanner() {}

  /** Whether a file name has the extension of a picture. */
  static boolean isPicture(String fileName) {
    return EXTENSIONS.contains(extension(fileName));
  }

  private static String extension(String fileName) {
    return fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /**
   * Looks through a folder.
   *
   * @throws OctetException INPUT if a part of it cannot be read
   */
  static FolderScanner scan(Path root) {
    FolderScanner found = new FolderScanner();
    try {
      Files.walkFileTree(
          root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, found.new Visitor(root));
    } catch (IOException e) {
      throw new OctetException(
          Failure.INPUT,
          "the folder cannot be read: " + e,
          root.toString(),
          "check the permissions",
          e);
    }
    return found;
  }

  private final class Visitor extends SimpleFileVisitor<Path> {
    private final Path root;

    Visitor(Path root) {
      this.root = root;
    }

    private boolean isHidden(Path path) {
      return !path.equals(root) && path.getFileName().toString().startsWith(".");
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      if (isHidden(folder)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      if (!folder.equals(root) && folder.getParent().equals(root)) {
        folders.add(folder.getFileName().toString());
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String name = file.getFileName().toString();
      if (isHidden(file) || attributes.isDirectory()) {
        return FileVisitResult.CONTINUE;
      }
      // A pipe or a device would never end; a dangling link is reported when it is read.
      if (!isPicture(name) || attributes.isOther()) {
        String kind = name.indexOf('.') < 0 ? "no extension" : "." + extension(name);
        others.merge(kind, 1, Integer::sum);
      } else {
        if (pictures.size() == MAX_FILES) {
          throw new OctetException(
              Failure.INPUT,
              "more than " + MAX_FILES + " pictures",
              root.toString(),
              "give a smaller folder");
        }
        pictures.put(relative(root, file), file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (isHidden(file) || e instanceof FileSystemLoopException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }

  private static String relative(Path root, Path file) {
    StringBuilder name = new StringBuilder();
    for (Path part : root.relativize(file)) {
      name.append(name.isEmpty() ? "" : "/").append(part);
    }
    return name.toString();
  }
}

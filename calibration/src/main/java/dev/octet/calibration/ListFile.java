package dev.octet.calibration;

import dev.octet.calibration.ImageSource.Entry;
import dev.octet.model.ModelLimits;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A text file of pictures: one path per line, relative to the file; after a tab or a space perhaps
 * a label, which is a class index or a name of the labels file. A line without one takes the name
 * of the picture's folder if the labels file has it.
 */
final class ListFile {
  private final Path file;
  private final int classes;
  private final Optional<Labels> labels;

  private ListFile(Path file, int classes, Optional<Labels> labels) {
    this.file = file;
    this.classes = classes;
    this.labels = labels;
  }

  /**
   * Reads a list.
   *
   * @param file the list
   * @param classes number of classes of the model
   * @param labels names of the classes
   * @throws OctetException INPUT if it is not a list, is empty, or has a label that is none
   */
  static List<Entry> read(Path file, int classes, Optional<Labels> labels) {
    return new ListFile(file, classes, labels).read();
  }

  private List<Entry> read() {
    List<Entry> entries = new ArrayList<>();
    int number = 0;
    try {
      if (Files.size(file) > ModelLimits.LIST_BYTES) {
        throw input("larger than " + ModelLimits.LIST_BYTES + " bytes", 0, null);
      }
      try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          number++;
          if (line.indexOf('\0') >= 0) {
            throw input("neither a picture, a .npy file nor a list of pictures", 0, null);
          }
          if (!line.isBlank()) {
            entries.add(entry(line.strip(), number));
          }
        }
      }
    } catch (CharacterCodingException e) {
      throw input("neither a picture, a .npy file nor a list of pictures", 0, e);
    } catch (IOException e) {
      throw input("cannot be read: " + e.getMessage(), 0, e);
    }
    if (entries.isEmpty()) {
      throw input("no pictures in this list", 0, null);
    }
    return entries;
  }

  private Entry entry(String line, int number) {
    int cut = line.lastIndexOf('\t');
    if (cut < 0 && line.lastIndexOf(' ') > 0 && !Files.exists(resolve(line, number))) {
      cut = line.lastIndexOf(' ');
    }
    String name = cut < 0 ? line : line.substring(0, cut).strip();
    Path path = resolve(name, number);
    return new Entry(
        path, name, cut < 0 ? byFolder(path) : label(line.substring(cut + 1).strip(), number));
  }

  private Path resolve(String name, int number) {
    try {
      return file.resolveSibling(name);
    } catch (InvalidPathException e) {
      throw input("'" + name + "' is not a path", number, e);
    }
  }

  private int byFolder(Path path) {
    Path folder = path.getParent() == null ? null : path.getParent().getFileName();
    return folder == null
        ? TensorSource.UNLABELLED
        : labels.map(names -> names.indexOf(folder.toString())).orElse(TensorSource.UNLABELLED);
  }

  private int label(String text, int number) {
    int label = labels.map(names -> names.indexOf(text)).orElse(TensorSource.UNLABELLED);
    if (label == TensorSource.UNLABELLED) {
      try {
        label = Integer.parseInt(text);
      } catch (NumberFormatException e) {
        throw input("'" + text + "' is no class index and no name of the labels file", number, e);
      }
    }
    if (label < 0 || label >= classes) {
      throw input("class " + label + ", but the model has " + classes + " classes", number, null);
    }
    return label;
  }

  private OctetException input(String what, int line, Exception cause) {
    return new OctetException(
        Failure.INPUT,
        what,
        line == 0 ? file.toString() : file + ", line " + line,
        "give a folder of pictures, a .npy file, or a list with one picture per line",
        cause);
  }
}

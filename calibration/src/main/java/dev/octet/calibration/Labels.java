package dev.octet.calibration;

import dev.octet.model.ModelLimits;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Class names in order of the model's outputs. A sub-folder belongs to the line that is its name,
 * or else to the line whose first word is its name, or whose index is.
 */
public final class Labels {
  private final List<String> names;

  /** What the file calls its first class; -1 where it has no indices. */
  private final int firstIndex;

  private final Map<String, Integer> byName = new HashMap<>();
  private final Map<String, Integer> byFirstWord = new HashMap<>();

  /** Labels with the given names, in order. */
  public Labels(List<String> names) {
    this(names, -1);
  }

  private Labels(List<String> names, int firstIndex) {
    this.firstIndex = firstIndex;
    this.names = List.copyOf(names);
    for (int i = 0; i < this.names.size(); i++) {
      String name = this.names.get(i);
      byName.putIfAbsent(name, i);
      byFirstWord.putIfAbsent(name.split("[\\s,;]", 2)[0], i);
    }
  }

  /**
   * Reads a file of one class per line, UTF-8, with or without an index, or of JSON; blank lines at
   * the end do not count.
   *
   * @throws OctetException INPUT if it is missing, empty, too large or not UTF-8 text
   */
  public static Labels read(Path file) {
    String text;
    try {
      if (Files.size(file) > ModelLimits.LABELS_BYTES) {
        throw input("larger than " + ModelLimits.LABELS_BYTES + " bytes", file, null);
      }
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw input("no such file", file, e);
    } catch (CharacterCodingException e) {
      throw input("not a text file in UTF-8", file, e);
    } catch (IOException e) {
      throw input("cannot be read: " + e.getMessage(), file, e);
    }
    if (text.indexOf('\0') >= 0) {
      throw input("not a text file", file, null);
    }
    if (text.startsWith("\uFEFF")) {
      text = text.substring(1);
    }
    LabelLines.Found found =
        LabelLines.read(text)
            .orElseThrow(
                () -> input("JSON that holds no names of classes 0, 1, 2, ...", file, null));
    List<String> names = found.names();
    if (names.isEmpty()) {
      throw input("no class names in it", file, null);
    }
    if (names.size() > ModelLimits.CLASSES) {
      throw input("more than " + ModelLimits.CLASSES + " class names", file, null);
    }
    return new Labels(names, found.first());
  }

  private static OctetException input(String what, Path file, Exception cause) {
    return new OctetException(
        Failure.INPUT, what, file.toString(), "give a text file with one class per line", cause);
  }

  /** Class names in order: whole lines. */
  public List<String> names() {
    return names;
  }

  /** Whether the file has an index for each name, which is no part of the name. */
  public boolean hasIndices() {
    return firstIndex >= 0;
  }

  /** Number of classes. */
  public int size() {
    return names.size();
  }

  /** The class that a sub-folder stands for, or {@link TensorSource#UNLABELLED}. */
  public int indexOf(String folder) {
    Integer index = byName.get(folder);
    if (index == null) {
      index = byFirstWord.get(folder);
    }
    if (index == null && hasIndices() && folder.matches("\\d{1,7}")) {
      int place = Integer.parseInt(folder) - firstIndex;
      index = place >= 0 && place < names.size() ? place : null;
    }
    return index == null ? TensorSource.UNLABELLED : index;
  }
}

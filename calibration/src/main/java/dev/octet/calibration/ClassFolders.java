package dev.octet.calibration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which class each first-level folder stands for. */
final class ClassFolders {
  private static final int NAMES_SHOWN = 3;

  private final Map<String, Integer> byFolder = new HashMap<>();

  private ClassFolders() {}

  /** The class of a folder, or {@link TensorSource#UNLABELLED}. */
  int label(String folder) {
    return byFolder.getOrDefault(folder, TensorSource.UNLABELLED);
  }

  /**
   * By the labels file; without one in alphabetical order, if there are as many folders as classes.
   */
  static ClassFolders of(
      FolderScanner found, int classes, Optional<Labels> labels, Path src, Progress progress) {
    SortedSet<String> used = new TreeSet<>(CodePoints.ORDER);
    found.pictures.keySet().forEach(name -> used.add(Sources.firstFolder(name)));
    boolean loose = used.remove("");
    ClassFolders result = new ClassFolders();
    if (labels.isPresent()) {
      result.byLabels(used, classes, labels.get(), src, progress);
    } else if (found.folders.size() == classes) {
      result.inOrder(found.folders);
    } else if (used.size() == classes) {
      result.inOrder(used);
    } else {
      progress.message(
          src
              + ": "
              + used.size()
              + " sub-folders with pictures, the model has "
              + classes
              + " classes: the data counts as unlabelled; "
              + (used.isEmpty() ? "sort it into one folder per class" : "give a labels file"));
    }
    if (loose && !result.byFolder.isEmpty()) {
      progress.message(src + ": pictures outside of sub-folders count as unlabelled");
    }
    return result;
  }

  private void byLabels(
      SortedSet<String> used, int classes, Labels labels, Path src, Progress progress) {
    List<String> unknown = new ArrayList<>();
    for (String folder : used) {
      int label = labels.indexOf(folder);
      if (label == TensorSource.UNLABELLED || label >= classes) {
        unknown.add(folder);
      } else {
        byFolder.put(folder, label);
      }
    }
    if (byFolder.isEmpty()) {
      progress.message(
          src + ": no sub-folder is in the labels file: the data counts as unlabelled");
    } else if (!unknown.isEmpty()) {
      progress.message(
          src
              + ": "
              + unknown.size()
              + " sub-folders are not in the labels file and count as unlabelled: "
              + String.join(", ", unknown.subList(0, Math.min(NAMES_SHOWN, unknown.size())))
              + (unknown.size() > NAMES_SHOWN ? ", ..." : ""));
    }
  }

  private void inOrder(SortedSet<String> folders) {
    int next = 0;
    for (String folder : folders) {
      byFolder.put(folder, next++);
    }
  }
}

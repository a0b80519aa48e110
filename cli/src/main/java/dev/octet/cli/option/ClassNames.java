package dev.octet.cli.option;

import dev.octet.calibration.Labels;
import dev.octet.calibration.PixelSource;
import dev.octet.calibration.TensorSource;
import dev.octet.cli.console.Console;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The class names that are stored in a model. */
public final class ClassNames {
  private ClassNames() {}

  /**
   * The names in the labels file; without one the sub-folders' names, if they stand for all
   * classes. Empty where there is no name for every class.
   */
  public static String[] of(
      Optional<Path> labels, TensorSource source, int classes, Console console) {
    return of(labels, List.of(), source, classes, console);
  }

  /** The same; the names in the model's own file, perhaps none, come before those of folders. */
  public static String[] of(
      Optional<Path> labels, List<String> own, TensorSource source, int classes, Console console) {
    if (!(source instanceof PixelSource)) {
      return new String[0];
    }
    if (labels.isEmpty() && own.size() == classes) {
      console.note("labels: those in the model's file (--labels changes them)");
      return own.toArray(new String[0]);
    }
    String[] names =
        labels
            .map(file -> Labels.read(file).names().toArray(new String[0]))
            .orElseGet(() -> folders(source, classes));
    return fitting(names, classes, console);
  }

  /** The names in the labels file, if there is one for every class; otherwise none. */
  public static String[] of(Optional<Path> labels, int classes, Console console) {
    return fitting(
        labels.map(file -> Labels.read(file).names().toArray(new String[0])).orElse(new String[0]),
        classes,
        console);
  }

  private static String[] fitting(String[] names, int classes, Console console) {
    if (names.length != classes) {
      if (names.length > 0) {
        console.note(
            "labels: not stored, " + names.length + " names do not fit " + classes + " classes");
      }
      return new String[0];
    }
    return names;
  }

  private static String[] folders(TensorSource source, int classes) {
    String[] names = new String[classes];
    int found = 0;
    for (int i = 0; i < source.size(); i++) {
      int label = source.label(i);
      int slash = source.name(i).indexOf('/');
      if (label >= 0 && label < classes && slash > 0 && names[label] == null) {
        names[label] = source.name(i).substring(0, slash);
        found++;
      }
    }
    return found == classes ? names : new String[0];
  }
}

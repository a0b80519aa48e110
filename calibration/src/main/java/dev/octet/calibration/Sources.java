package dev.octet.calibration;

import dev.octet.calibration.ImageSource.Entry;
import dev.octet.calibration.image.ImageDecoder;
import dev.octet.calibration.npy.NpyFile;
import dev.octet.calibration.npy.NpyHeader;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.schedule.Preprocessing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Opens data: a folder of pictures whose sub-folders are class names, one picture, a list of
 * pictures, or a {@code .npy} file of tensors.
 */
public final class Sources {
  private static final int HEAD_BYTES = 8;

  private Sources() {}

  /**
   * Whether data is a {@code .npy} file, for which no preprocessing has to be known.
   *
   * @throws OctetException INPUT if there is no such file or folder, or it cannot be read
   */
  public static boolean isTensorFile(Path src) {
    if (!Files.exists(src)) {
      throw input("no such file or folder", src, "check the path", null);
    }
    if (Files.isDirectory(src)) {
      return false;
    }
    if (!Files.isRegularFile(src)) {
      throw input("neither a file nor a folder", src, "give a file or a folder", null);
    }
    try (InputStream in = Files.newInputStream(src)) {
      byte[] head = in.readNBytes(HEAD_BYTES);
      if (head.length == 0) {
        throw input("the file is empty", src, "give another file", null);
      }
      return NpyHeader.matches(head) || src.toString().endsWith(".npy");
    } catch (IOException e) {
      throw input("cannot be read: " + e, src, "check the permissions", e);
    }
  }

  /**
   * Opens data. Pictures are not decoded yet.
   *
   * @param src folder, picture, list or tensor file
   * @param options what is known
   * @param progress notified of labels that are missing and files that are passed over
   * @return a {@link PixelSource} for pictures
   * @throws OctetException INPUT if there is nothing to read or the labels do not fit; USAGE if
   *     pictures are given and no preprocessing is known
   */
  public static TensorSource open(Path src, SourceOptions options, Progress progress) {
    return open(src, options, Optional.empty(), progress);
  }

  /**
   * Opens data for a model that knows its classes' names.
   *
   * @param known names that count where {@code options} has no labels file; for pictures only
   * @throws OctetException as the other method does
   */
  public static TensorSource open(
      Path src, SourceOptions options, Optional<Labels> known, Progress progress) {
    if (isTensorFile(src)) {
      int[] labels = options.labels().map(file -> tensorLabels(file, options)).orElse(new int[0]);
      return new NpySource(src, options.shape(), labels);
    }
    Preprocessing preprocessing =
        options
            .preprocessing()
            .orElseThrow(
                () ->
                    new OctetException(
                        Failure.USAGE,
                        "pictures are given, but how they are preprocessed is not known",
                        src.toString(),
                        "give a .npy file of tensors, or a model that knows its preprocessing"));
    Optional<Labels> labels = options.labels().map(Labels::read).or(() -> known);
    labels
        .filter(Labels::hasIndices)
        .ifPresent(
            names ->
                progress.message(
                    options.labels().map(Path::toString).orElse("the model")
                        + " has indices, which are no part of the names: the first class is '"
                        + names.names().get(0)
                        + "'"));
    labels
        .filter(names -> names.size() != options.classes())
        .ifPresent(
            names ->
                progress.message(
                    options.labels().map(Path::toString).orElse("the model")
                        + " has "
                        + names.size()
                        + " lines, the model "
                        + options.classes()
                        + " classes"));
    List<Entry> entries;
    if (Files.isDirectory(src)) {
      entries = folder(src, options.classes(), labels, progress);
    } else if (FolderScanner.isPicture(src.toString()) || ImageDecoder.looksLikePicture(src)) {
      entries = List.of(new Entry(src, src.getFileName().toString(), TensorSource.UNLABELLED));
    } else {
      entries = ListFile.read(src, options.classes(), labels);
    }
    return new ImageSource(
        entries, preprocessing, options.shape(), new ImageDecoder(options.exif()));
  }

  private static int[] tensorLabels(Path file, SourceOptions options) {
    if (!isTensorFile(file)) {
      throw input(
          "labels of a tensor file have to be a .npy file", file, "save them as int64", null);
    }
    NpyFile array = NpyFile.open(file);
    if (array.isFloat() || array.rowElements() != 1) {
      throw input(
          "not one whole number for each tensor",
          file,
          "save class indices as an int64 array of one axis",
          null);
    }
    int[] labels = array.ints();
    for (int label : labels) {
      if (label < TensorSource.UNLABELLED || label >= options.classes()) {
        throw input(
            "class " + label + ", but the model has " + options.classes() + " classes",
            file,
            "give the labels of this model",
            null);
      }
    }
    return labels;
  }

  private static List<Entry> folder(
      Path src, int classes, Optional<Labels> labels, Progress progress) {
    FolderScanner found = FolderScanner.scan(src);
    if (found.pictures.isEmpty()) {
      throw input(
          found.others.isEmpty()
              ? "the folder is empty"
              : "no pictures in the folder, only " + counts(found.others),
          src,
          "give a folder with JPEG, PNG, BMP, WebP or PPM pictures",
          null);
    }
    if (!found.others.isEmpty()) {
      progress.message(src + ": not read: " + counts(found.others));
    }
    ClassFolders map = ClassFolders.of(found, classes, labels, src, progress);
    List<Entry> entries = new ArrayList<>(found.pictures.size());
    for (Map.Entry<String, Path> picture : found.pictures.entrySet()) {
      String name = picture.getKey();
      entries.add(new Entry(picture.getValue(), name, map.label(firstFolder(name))));
    }
    return entries;
  }

  private static String counts(Map<String, Integer> others) {
    SortedSet<String> parts = new TreeSet<>();
    others.forEach((kind, count) -> parts.add(count + " x " + kind));
    return String.join(", ", parts);
  }

  /** The first folder of a relative path, or an empty name. */
  static String firstFolder(String name) {
    return name.substring(0, Math.max(0, name.indexOf('/')));
  }

  private static OctetException input(String what, Path where, String remedy, Exception cause) {
    return new OctetException(Failure.INPUT, what, where.toString(), remedy, cause);
  }
}

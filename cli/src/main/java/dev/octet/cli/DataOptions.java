package dev.octet.cli;

import dev.octet.calibration.SourceOptions;
import dev.octet.calibration.Sources;
import dev.octet.calibration.TensorSource;
import dev.octet.calibration.image.ExifMode;
import dev.octet.model.graph.Shape;
import dev.octet.runtime.schedule.Preprocessing;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is said about a folder of photos, a list file or a tensor file. */
final class DataOptions {
  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "One class per line in the order of the model's outputs, the first word a sub-folder's"
              + " name; for a .npy of tensors a .npy of int64.")
  private Path labels;

  @Option(
      names = "--exif",
      paramLabel = "HOW",
      description =
          "ignore EXIF orientation, as training pipelines do, or apply it (default: ignore).",
      converter = ExifConverter.class)
  private ExifMode exif;

  /** The labels file, if any. */
  Optional<Path> labels() {
    return Optional.ofNullable(labels);
  }

  /** Opens data for a model. */
  TensorSource open(
      Path src, Shape shape, int classes, Optional<Preprocessing> preprocessing, Console console) {
    ExifMode mode = exif == null ? ExifMode.IGNORE : exif;
    return Sources.open(
        src, new SourceOptions(shape, classes, preprocessing, labels(), mode), console.progress());
  }

  /** Reads {@code --exif}. */
  static final class ExifConverter extends NameConverter<ExifMode> {
    ExifConverter() {
      super(ExifMode.class);
    }
  }
}

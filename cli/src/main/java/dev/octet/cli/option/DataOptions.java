package dev.octet.cli.option;

import dev.octet.calibration.Labels;
import dev.octet.calibration.Progress;
import dev.octet.calibration.SourceOptions;
import dev.octet.calibration.Sources;
import dev.octet.calibration.TensorSource;
import dev.octet.calibration.image.ExifMode;
import dev.octet.cli.console.Console;
import dev.octet.cli.console.NameConverter;
import dev.octet.model.FloatModel;
import dev.octet.model.graph.Shape;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.schedule.Preprocessing;
import dev.octet.runtime.schedule.TensorSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options about a folder of photos, a list file or a tensor file. */
public final class DataOptions {
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

  /** No option given. */
  DataOptions() {}

  private DataOptions(Path labels, ExifMode exif) {
    this.labels = labels;
    this.exif = exif;
  }

  /** The labels file, if any. */
  public Optional<Path> labels() {
    return Optional.ofNullable(labels);
  }

  /** Whether the labels belong to a tensor file. */
  public boolean labelsAreTensors() {
    return labels != null && Sources.isTensorFile(labels);
  }

  /** The options given, to tell one command from another. */
  public String describe() {
    return labels + " " + exif;
  }

  /** Opens data for a float model. */
  public TensorSource open(
      Path src, FloatModel model, Optional<Preprocessing> preprocessing, Console console) {
    Shape shape = model.graph().inputShape();
    int classes = model.graph().classes();
    return Sources.open(src, options(shape, classes, preprocessing), console.progress());
  }

  /** Opens data only to look at inputs, without labels; says nothing. */
  public TensorSource look(Path src, FloatModel model, Optional<Preprocessing> preprocessing) {
    Shape shape = model.graph().inputShape();
    int classes = model.graph().classes();
    SourceOptions unlabelled = new DataOptions(null, exif).options(shape, classes, preprocessing);
    return Sources.open(src, unlabelled, Progress.SILENT);
  }

  /** Opens data that the labels file does not belong to. */
  public TensorSource openUnlabelled(
      Path src, FloatModel model, Optional<Preprocessing> preprocessing, Console console) {
    return new DataOptions(null, exif).open(src, model, preprocessing, console);
  }

  /** Opens data beside that of another option, and warns when it is the same. */
  public TensorSource openOther(
      Path src,
      Path first,
      FloatModel model,
      Optional<Preprocessing> preprocessing,
      Console console) {
    TensorSource opened = open(src, model, preprocessing, console);
    if (src.toAbsolutePath().normalize().equals(first.toAbsolutePath().normalize())) {
      console.warn(src + " is used twice: figures on calibration images are too good");
    }
    return opened;
  }

  /**
   * Opens data for an int8 model, which knows its preprocessing and may know its classes' names.
   */
  public TensorSource open(Path src, OctetModel model, Console console) {
    TensorSpec input = model.input();
    Shape shape = new Shape(input.height(), input.width(), input.channels());
    String[] names = model.schedule().labels;
    return Sources.open(
        src,
        options(
            shape,
            model.schedule().isRow() ? model.classes() : 0,
            Optional.ofNullable(model.schedule().preprocessing)),
        names.length == 0 ? Optional.empty() : Optional.of(new Labels(List.of(names))),
        console.progress());
  }

  private SourceOptions options(Shape shape, int classes, Optional<Preprocessing> preprocessing) {
    ExifMode mode = exif == null ? ExifMode.IGNORE : exif;
    return new SourceOptions(shape, classes, preprocessing, labels(), mode);
  }

  /** Reads {@code --exif}. */
  static final class ExifConverter extends NameConverter<ExifMode> {
    ExifConverter() {
      super(ExifMode.class);
    }
  }
}

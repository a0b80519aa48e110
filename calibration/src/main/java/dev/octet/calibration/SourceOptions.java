package dev.octet.calibration;

import dev.octet.calibration.image.ExifMode;
import dev.octet.model.graph.Shape;
import dev.octet.runtime.schedule.Preprocessing;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is known when data is opened.
 *
 * @param shape the model's input
 * @param classes number of the model's outputs
 * @param preprocessing geometry and normalization of pictures (the table may be empty); not needed
 *     for tensor files
 * @param labels the labels file: text with one class per line or, for tensor files, a {@code .npy}
 *     of whole numbers
 * @param exif what is done about EXIF orientation
 */
public record SourceOptions(
    Shape shape,
    int classes,
    Optional<Preprocessing> preprocessing,
    Optional<Path> labels,
    ExifMode exif) {

  /** Pictures, without a labels file, EXIF orientation ignored. */
  public static SourceOptions pictures(Shape shape, int classes, Preprocessing preprocessing) {
    return new SourceOptions(
        shape, classes, Optional.of(preprocessing), Optional.empty(), ExifMode.IGNORE);
  }

  /** Ready tensors without labels. */
  public static SourceOptions tensors(Shape shape, int classes) {
    return new SourceOptions(shape, classes, Optional.empty(), Optional.empty(), ExifMode.IGNORE);
  }
}

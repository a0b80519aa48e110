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
    ExifMode exif) {}

package dev.octet.model.tflite;

import dev.octet.model.ModelLimits;
import dev.octet.model.PixelScale;
import dev.octet.model.file.ZipEntries;
import dev.octet.model.tflite.flat.FlatBuffer;
import dev.octet.model.tflite.flat.FlatTable;
import dev.octet.model.tflite.flat.FlatVector;
import dev.octet.model.tflite.read.TfliteGraph;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What a file's metadata says: a FlatBuffer of its own, and files in a zip archive behind the
 * model.
 *
 * @param pixels what the first input wants in place of pixels
 * @param labels class names of the first output, or an empty list
 */
record TfliteMetadata(Optional<PixelScale> pixels, List<String> labels) {
  /** What a file without metadata says. */
  static final TfliteMetadata NONE = new TfliteMetadata(Optional.empty(), List.of());

  private static final String IDENTIFIER = "M001";
  private static final int TABLE = 4;
  private static final double LEVELS = 255;
  private static final int MOST = 64;

  /** Fields and codes of tables, in the order of the schema. */
  private static final class Field {
    static final int MODEL_GRAPHS = 3;
    static final int GRAPH_INPUTS = 2;
    static final int GRAPH_OUTPUTS = 3;
    static final int TENSOR_UNITS = 4;
    static final int TENSOR_FILES = 6;
    static final int UNIT_TYPE = 0;
    static final int UNIT_OPTIONS = 1;
    static final int NORMALIZATION = 1;
    static final int MEAN = 0;
    static final int STD = 1;
    static final int FILE_NAME = 0;
    static final int FILE_TYPE = 2;
    static final int AXIS_LABELS = 2;

    private Field() {}
  }

  /**
   * Reads the metadata; a file without any says nothing.
   *
   * @throws dev.octet.runtime.OctetException INPUT if they are damaged
   */
  static TfliteMetadata of(TfliteGraph graph, Path file) {
    if (graph.metadata().isEmpty()) {
      return NONE;
    }
    FlatVector bytes = graph.metadata().get();
    FlatBuffer buffer = new FlatBuffer(bytes.bytes(), bytes.position(), graph.file());
    if (!buffer.hasIdentifier(IDENTIFIER)) {
      return NONE;
    }
    FlatVector graphs = buffer.root().vector(Field.MODEL_GRAPHS, TABLE);
    if (graphs.size() == 0) {
      return NONE;
    }
    return new TfliteMetadata(
        first(graphs.table(0), Field.GRAPH_INPUTS).flatMap(TfliteMetadata::normalization),
        first(graphs.table(0), Field.GRAPH_OUTPUTS)
            .flatMap(TfliteMetadata::labelFile)
            .map(name -> labels(file, name))
            .orElse(List.of()));
  }

  private static Optional<FlatTable> first(FlatTable graph, int field) {
    FlatVector tensors = graph.vector(field, TABLE);
    return tensors.size() == 0 ? Optional.empty() : Optional.of(tensors.table(0));
  }

  private static Optional<PixelScale> normalization(FlatTable tensor) {
    FlatVector units = tensor.vector(Field.TENSOR_UNITS, TABLE);
    for (int i = 0; i < Math.min(units.size(), MOST); i++) {
      FlatTable unit = units.table(i);
      Optional<FlatTable> options = unit.table(Field.UNIT_OPTIONS);
      if (unit.int8(Field.UNIT_TYPE, 0) == Field.NORMALIZATION && options.isPresent()) {
        return Optional.of(
            new PixelScale(
                numbers(options.get(), Field.MEAN, false),
                numbers(options.get(), Field.STD, true)));
      }
    }
    return Optional.empty();
  }

  /** Of pixels from 0 to 255, brought to the scale from 0 to 1. */
  private static double[] numbers(FlatTable options, int field, boolean positive) {
    FlatVector vector = options.vector(field, Float.BYTES);
    if (vector.size() < 1 || vector.size() > MOST) {
      throw options.buffer().damaged("a normalization without numbers", options.position());
    }
    double[] numbers = new double[vector.size()];
    for (int i = 0; i < numbers.length; i++) {
      float number = vector.float32(i);
      if (!Float.isFinite(number) || positive && !(number > 0)) {
        throw options.buffer().damaged("a normalization with " + number, vector.position());
      }
      numbers[i] = number / LEVELS;
    }
    return numbers;
  }

  private static Optional<String> labelFile(FlatTable tensor) {
    FlatVector files = tensor.vector(Field.TENSOR_FILES, TABLE);
    for (int i = 0; i < Math.min(files.size(), MOST); i++) {
      FlatTable file = files.table(i);
      if (file.int8(Field.FILE_TYPE, 0) == Field.AXIS_LABELS) {
        return Optional.of(file.text(Field.FILE_NAME, ModelLimits.NAME));
      }
    }
    return Optional.empty();
  }

  /** One class a line; a file that is not in the archive has no lines. */
  private static List<String> labels(Path file, String name) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry(name);
      if (entry == null) {
        return List.of();
      }
      byte[] text = ZipEntries.read(zip, entry, ModelLimits.LABELS_BYTES);
      List<String> labels = new ArrayList<>();
      for (String line : new String(text, StandardCharsets.UTF_8).split("\n", -1)) {
        labels.add(line.strip());
      }
      while (!labels.isEmpty() && labels.get(labels.size() - 1).isEmpty()) {
        labels.remove(labels.size() - 1);
      }
      return labels;
    } catch (IOException | IllegalArgumentException e) {
      return List.of();
    }
  }
}

package dev.octet.model.tflite;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.ModelFormat;
import dev.octet.model.file.FileBytes;
import dev.octet.model.tflite.read.TfliteGraph;
import dev.octet.model.tflite.read.TfliteReader;
import java.nio.file.Path;

/** TensorFlow Lite files, version 3. */
public final class TfliteFormat implements ModelFormat {
  /** A format without settings. */
  public TfliteFormat() {}

  @Override
  public boolean matches(Path file, byte[] head) {
    return new String(head, ISO_8859_1).startsWith(TfliteReader.IDENTIFIER, 4);
  }

  /**
   * Reads a model.
   *
   * @throws dev.octet.runtime.OctetException INPUT for a damaged file or weights that are not
   *     finite; UNSUPPORTED for a network that cannot be taken, naming the operator; USAGE when the
   *     input size is left open or contradicts the options
   */
  @Override
  public FloatModel read(Path file, ImportOptions options) {
    byte[] bytes = FileBytes.all(file);
    TfliteGraph graph = TfliteReader.read(bytes, file.toString());
    return TfliteImporter.read(graph, file, options, FileBytes.sha256(bytes));
  }
}

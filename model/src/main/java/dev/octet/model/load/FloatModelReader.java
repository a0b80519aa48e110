package dev.octet.model.load;

import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.ModelFormat;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads a float model of any known format. */
public final class FloatModelReader {
  private static final int HEAD_BYTES = 4096;

  private final List<ModelFormat> formats;

  /** A reader that knows the given formats, asked in order. */
  public FloatModelReader(List<ModelFormat> formats) {
    this.formats = List.copyOf(formats);
  }

  /**
   * Reads a model; the format is found from the content, never from the name.
   *
   * @throws OctetException INPUT if the file is missing, empty, unreadable, damaged or of no known
   *     format; UNSUPPORTED if the network cannot be taken
   */
  public FloatModel read(Path file, ImportOptions options) {
    if (Files.isDirectory(file)) {
      throw ForeignFormats.folder(file);
    }
    byte[] head = head(file);
    Optional<OctetException> foreign = ForeignFormats.byContent(file, head);
    if (foreign.isPresent()) {
      throw foreign.get();
    }
    for (ModelFormat format : formats) {
      if (format.matches(file, head)) {
        FloatModel model = format.read(file, options);
        return options.bgr() ? ReversedChannels.of(model) : model;
      }
    }
    throw ForeignFormats.byName(file)
        .orElseGet(
            () ->
                new OctetException(
                    Failure.INPUT,
                    "not a model file of a known format",
                    file.toString(),
                    "give an ONNX file, a PyTorch state dict (.pth, .safetensors), a Keras file"
                        + " (.h5, .keras), a .tflite file or an .octet file"));
  }

  private static byte[] head(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new OctetException(Failure.INPUT, "no such file", file.toString(), "check the path");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(HEAD_BYTES);
      if (head.length == 0) {
        throw new OctetException(
            Failure.INPUT, "the file is empty", file.toString(), "export the model again");
      }
      return head;
    } catch (IOException e) {
      throw new OctetException(
          Failure.INPUT,
          "cannot be read: " + e.getMessage(),
          file.toString(),
          "check the permissions",
          e);
    }
  }
}

package dev.octet.model.load;

import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.keras.KerasFormat;
import dev.octet.model.onnx.OnnxFormat;
import dev.octet.model.tflite.TfliteFormat;
import dev.octet.model.torch.SafetensorsFormat;
import dev.octet.model.torch.TorchFormat;
import java.nio.file.Path;
import java.util.List;

/** Reads float models of every format that Octet knows. */
public final class FloatModels {
  private static final FloatModelReader READER =
      new FloatModelReader(
          List.of(
              new OnnxFormat(),
              new KerasFormat(),
              new TorchFormat(),
              new SafetensorsFormat(),
              new TfliteFormat()));

  private FloatModels() {}

  /**
   * Reads a model; see {@link FloatModelReader#read}.
   *
   * @throws dev.octet.runtime.OctetException if it cannot be read or taken
   */
  public static FloatModel read(Path file, ImportOptions options) {
    return READER.read(file, options);
  }
}

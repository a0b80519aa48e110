package dev.octet.model.keras;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.octet.model.ModelLimits;
import dev.octet.model.file.FileBytes;
import dev.octet.model.file.ZipEntries;
import dev.octet.model.keras.config.KerasErrors;
import dev.octet.model.keras.weight.ArchiveWeights;
import dev.octet.model.keras.weight.H5Weights;
import dev.octet.model.keras.weight.Hdf5;
import dev.octet.model.keras.weight.WeightStore;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import io.jhdf.api.Group;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What a Keras file holds.
 *
 * @param format for {@link dev.octet.model.FloatModel#format()}
 * @param kerasMajor major version of the Keras that wrote it
 * @param network the network's config: {@code class_name} and {@code config}
 * @param weights its weights
 * @param fileBytes length of the file
 */
record KerasSource(
    String format, int kerasMajor, JsonNode network, WeightStore weights, long fileBytes) {
  static final String CONFIG = "config.json";
  private static final String METADATA = "metadata.json";
  private static final String WEIGHTS = "model.weights.h5";
  private static final String SAVE_WHOLE =
      "load the weights into the model in Keras and save it with model.save('model.keras')";

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(ModelLimits.KERAS_NESTING)
                      .maxNumberLength(100)
                      .maxStringLength(ModelLimits.KERAS_CONFIG)
                      .maxDocumentLength(ModelLimits.KERAS_CONFIG)
                      .build())
              .build());

  /** Reads a {@code .h5} file. */
  static KerasSource hdf5(byte[] bytes, String file) {
    Hdf5 hdf5 = Hdf5.open(bytes, file);
    String config = hdf5.string(hdf5.root(), "model_config").orElse(null);
    Group weights = hdf5.group(hdf5.root(), "model_weights").orElse(null);
    if (config == null) {
      throw new OctetException(
          Failure.UNSUPPORTED, "only weights, without the network they are for", file, SAVE_WHOLE);
    }
    if (weights == null) {
      throw KerasErrors.damaged("it has no weights", file);
    }
    String version = hdf5.string(hdf5.root(), "keras_version").orElse("");
    int major = major(version);
    JsonNode network = json(config, file + ": attribute 'model_config'");
    return new KerasSource(
        "Keras " + shown(version) + "HDF5",
        major,
        network,
        new H5Weights(hdf5, weights),
        bytes.length);
  }

  /** Reads a {@code .keras} file. */
  static KerasSource archive(Path path) {
    String file = path.toString();
    try (ZipFile zip = new ZipFile(path.toFile())) {
      JsonNode network =
          json(text(zip, CONFIG, ModelLimits.KERAS_CONFIG), file + ": entry " + CONFIG);
      String version =
          zip.getEntry(METADATA) == null
              ? ""
              : json(text(zip, METADATA, 1 << 16), file + ": entry " + METADATA)
                  .path("keras_version")
                  .asText("");
      if (zip.getEntry(WEIGHTS) == null) {
        throw new OctetException(
            Failure.UNSUPPORTED,
            "its weights are not in one file '" + WEIGHTS + "'",
            file,
            "save it with model.save('model.keras')");
      }
      byte[] weights = ZipEntries.read(zip, zip.getEntry(WEIGHTS), ModelLimits.FILE_BYTES);
      Hdf5 hdf5 = Hdf5.open(weights, file + ": entry " + WEIGHTS);
      return new KerasSource(
          "Keras " + shown(version) + "archive",
          major(version),
          network,
          new ArchiveWeights(hdf5),
          FileBytes.size(path));
    } catch (IOException | IllegalArgumentException e) {
      throw KerasErrors.damaged("a zip file that is damaged (" + e.getMessage() + ")", file, e);
    }
  }

  private static String text(ZipFile zip, String name, long limit) {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw KerasErrors.damaged("it has no '" + name + "'", zip.getName());
    }
    return new String(ZipEntries.read(zip, entry, limit), StandardCharsets.UTF_8);
  }

  private static JsonNode json(String text, String where) {
    if (text.length() > ModelLimits.KERAS_CONFIG) {
      throw KerasErrors.damaged("more than " + ModelLimits.KERAS_CONFIG + " characters", where);
    }
    try {
      int values = 0;
      try (JsonParser parser = JSON.createParser(text)) {
        while (parser.nextToken() != null) {
          if (++values > ModelLimits.KERAS_VALUES) {
            throw KerasErrors.damaged("more than " + ModelLimits.KERAS_VALUES + " values", where);
          }
        }
      }
      JsonNode node = JSON.readTree(text);
      if (node == null || !node.isObject()) {
        throw KerasErrors.damaged("no JSON object", where);
      }
      return node;
    } catch (IOException e) {
      String message = e.getMessage().lines().findFirst().orElse("");
      throw KerasErrors.damaged("no JSON (" + message + ")", where, e);
    }
  }

  /** Version 2 where it is unknown: files without one are older. */
  private static int major(String version) {
    return version.matches("\\d{1,3}(\\..*)?") ? Integer.parseInt(version.split("\\.")[0]) : 2;
  }

  private static String shown(String version) {
    return version.matches("[\\w.+-]{1,32}") ? version + " " : "";
  }
}

package dev.octet.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The files that {@code make_fixtures.py} made with Keras. */
final class KerasFixtures {
  private KerasFixtures() {}

  /** What Keras computes with them. */
  static JsonNode expected() throws IOException {
    try (InputStream in = KerasFixtures.class.getResourceAsStream("expected.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  static byte[] bytes(String name) throws IOException {
    try (InputStream in =
        new GZIPInputStream(KerasFixtures.class.getResourceAsStream(name + ".gz"))) {
      return in.readAllBytes();
    }
  }

  /** A fixture as a file. */
  static Path file(Path folder, String name) throws IOException {
    return Files.write(folder.resolve(name), bytes(name));
  }
}

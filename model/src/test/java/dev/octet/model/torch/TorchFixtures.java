package dev.octet.model.torch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The files that {@code make_fixtures.py} made with PyTorch. */
final class TorchFixtures {
  private TorchFixtures() {}

  /** What PyTorch computes with them. */
  static JsonNode expected() throws IOException {
    try (InputStream in = TorchFixtures.class.getResourceAsStream("expected.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  static byte[] bytes(String name) throws IOException {
    try (InputStream in =
        new GZIPInputStream(TorchFixtures.class.getResourceAsStream(name + ".gz"))) {
      return in.readAllBytes();
    }
  }

  /** A fixture as a file. */
  static Path file(Path folder, String name) throws IOException {
    return Files.write(folder.resolve(name), bytes(name));
  }
}

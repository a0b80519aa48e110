package dev.octet.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

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

  /** An archive beside another one, with another config. */
  static Path withConfig(Path archive, UnaryOperator<String> change) throws IOException {
    Path to = archive.resolveSibling("changed.keras");
    try (ZipFile zip = new ZipFile(archive.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
      for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
        byte[] content = zip.getInputStream(entry).readAllBytes();
        if (entry.getName().equals("config.json")) {
          String config = new String(content, StandardCharsets.UTF_8);
          content = change.apply(config).getBytes(StandardCharsets.UTF_8);
        }
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(content);
        out.closeEntry();
      }
    }
    return to;
  }
}

package dev.octet.model.tflite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The files of {@code make_fixtures.py} and what LiteRT computes with them. */
final class TfliteFixtures {
  private TfliteFixtures() {}

  static byte[] bytes(String name) throws IOException {
    try (InputStream in = TfliteFixtures.class.getResourceAsStream("fixtures.zip");
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals(name)) {
          return zip.readAllBytes();
        }
      }
    }
    throw new IllegalArgumentException("no fixture " + name);
  }

  /** A file of its own in a folder. */
  static Path file(Path folder, String name) throws IOException {
    return Files.write(folder.resolve(name + ".tflite"), bytes(name + ".tflite"));
  }

  static float[] input(String name) throws IOException {
    return numbers(answers(name).get("input"));
  }

  static float[] output(String name) throws IOException {
    return numbers(answers(name).get("outputs").get(0));
  }

  private static JsonNode answers(String name) throws IOException {
    return new ObjectMapper().readTree(bytes(name + ".json"));
  }

  private static float[] numbers(JsonNode list) {
    float[] numbers = new float[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) list.get(i).asDouble();
    }
    return numbers;
  }
}

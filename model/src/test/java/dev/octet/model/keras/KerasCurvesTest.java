package dev.octet.model.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.load.FloatModels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Curves and layers that change a map's size, in files of Keras 3 ({@code make_curves.py}). */
class KerasCurvesTest {
  @TempDir private Path folder;

  @Test
  void computesWhatKerasComputes() throws IOException {
    JsonNode expected;
    try (InputStream in = KerasCurvesTest.class.getResourceAsStream("curves/expected.json")) {
      expected = new ObjectMapper().readTree(in);
    }
    int files = 0;
    try (InputStream in = KerasCurvesTest.class.getResourceAsStream("curves/curves.zip");
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        Path file = Files.write(folder.resolve(name), zip.readAllBytes());
        check(name, file, expected.get(name.substring(0, name.length() - ".keras".length())));
        files++;
      }
    }
    assertEquals(expected.size(), files);
  }

  private static void check(String name, Path file, JsonNode expected) throws IOException {
    FloatModel model = FloatModels.read(file, ImportOptions.none());
    float[] input = new float[model.graph().inputShape().elements()];
    for (int i = 0; i < input.length; i++) {
      input[i] = i * 7919L % 256;
    }
    float[] answers = new FloatExecutor(model.graph()).run(input, 1);
    assertEquals(expected.size(), answers.length, name);
    for (int i = 0; i < answers.length; i++) {
      double wanted = expected.get(i).asDouble();
      assertEquals(wanted, answers[i], 2e-5 * Math.max(1, Math.abs(wanted)), name + " " + i);
    }
  }
}

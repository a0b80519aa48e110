package dev.octet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks whose outputs are no classes that exclude each other. */
class SeveralOutputsTest {
  private static final Path FIXTURES =
      Path.of("../model/src/test/resources/dev/octet/model/keras/kinds/kinds.zip");

  @TempDir private Path folder;
  private Path network;
  private Path tensors;
  private Path model;

  private Octet quantize(String fixture, int height, int width) throws IOException {
    try (ZipFile zip = new ZipFile(FIXTURES.toFile())) {
      network =
          Files.write(
              folder.resolve(fixture), zip.getInputStream(zip.getEntry(fixture)).readAllBytes());
    }
    SplittableRandom random = new SplittableRandom(3);
    int count = 12 * 3 * height * width;
    ByteBuffer values = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      values.putFloat(random.nextInt(256));
    }
    tensors =
        Samples.npy(folder.resolve("x.npy"), "<f4", "12, 3, " + height + ", " + width, values);
    model = folder.resolve("model.octet");
    return Octet.run("quantize", network, "--calibration", tensors, "-o", model).ok();
  }

  @Test
  void sigmoidsGiveAProbabilityForEach() throws IOException {
    Octet quantized = quantize("labels3.keras", 6, 5);
    assertTrue(quantized.err().contains("output: a probability for each"), quantized.err());
    JsonNode run = Octet.run("run", model, tensors, "--json").ok().json();
    assertEquals("sigmoid of each logit", run.get("probabilities").asText());
    JsonNode top = run.at("/results/0/top");
    assertEquals(5, top.size());
    for (JsonNode guess : top) {
      double logit = guess.get("logit").asDouble();
      assertEquals(1 / (1 + Math.exp(-logit)), guess.get("probability").asDouble(), 1e-6);
    }
    String text = Octet.run("run", model, tensors).ok().out();
    assertEquals(12 * 5, text.lines().filter(line -> line.contains(" %")).count(), text);
    for (Path file : new Path[] {network, model}) {
      assertTrue(Octet.run("inspect", file).ok().out().contains("5 classes, a sigmoid each"));
      JsonNode json = Octet.run("inspect", file, "--json").ok().json();
      assertTrue(json.get("sigmoids").asBoolean());
      assertFalse(json.get("softmax").asBoolean());
    }
  }

  @Test
  void valuesAreNoPercentages() throws IOException {
    quantize("inline3.keras", 7, 6);
    String text = Octet.run("run", model, tensors).ok().out();
    assertFalse(text.contains("%"), text);
    JsonNode top = Octet.run("run", model, tensors, "--json").ok().json().at("/results/0/top");
    String first = String.format(java.util.Locale.ROOT, "%.3f", top.at("/0/logit").asDouble());
    assertTrue(text.contains(first), text);
  }

  @Test
  void aMapIsAnOutput() throws IOException {
    quantize("refused_map3.keras", 6, 5);
    JsonNode outputs = Octet.run("inspect", model, "--json").ok().json().get("outputs");
    assertEquals("1x4x3x4", outputs.at("/0/shape").asText(), outputs.toString());
    String text = Octet.run("run", model, tensors).ok().out();
    assertFalse(text.contains("%"), text);
  }
}

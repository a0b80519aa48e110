package dev.octet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keras networks that end in one value: after a sigmoid it is two classes, else a number. */
class OneOutputTest {
  private static final Path FIXTURE =
      Path.of("../model/src/test/resources/dev/octet/model/keras/yes_no3.keras.gz");

  @TempDir private Path folder;
  private Path network;
  private Path photos;
  private Path model;

  private Octet quantize(String activation, String... classes) throws IOException {
    network = network(activation);
    photos = photos(classes);
    model = folder.resolve("model.octet");
    return Octet.run("quantize", network, "--calibration", photos, "-o", model).ok();
  }

  @Test
  void aSigmoidIsTwoClassesNamedByTheFolders() throws IOException {
    Octet quantized = quantize("sigmoid", "no", "yes");
    assertTrue(quantized.err().contains("output: two classes"), quantized.err());
    JsonNode json =
        Octet.run("compare", network, model, "--data", photos, "--json", "-").ok().json();
    assertEquals(20, json.get("images").asInt());
    assertTrue(json.at("/float/top1").isNumber(), json.at("/float").toString());
    Octet run = Octet.run("run", model, photos.resolve("yes"), "--json");
    JsonNode top = run.json().at("/results/0/top");
    assertEquals(2, top.size());
    assertEquals(
        List.of("no", "yes"),
        Stream.of(0, 1).map(i -> top.get(i).get("label").asText()).sorted().toList());
    double sum =
        top.get(0).get("probability").asDouble() + top.get(1).get("probability").asDouble();
    assertEquals(1, sum, 1e-6);
  }

  @Test
  void aNumberIsNoClass() throws IOException {
    Octet quantized = quantize("linear", "a", "b");
    assertTrue(quantized.out().contains("one output: no classes to agree on"), quantized.out());
    Octet compared = Octet.run("compare", network, model, "--data", photos);
    assertTrue(compared.out().contains("The network has one output"), compared.out());
    Octet.run("compare", network, model, "--data", photos, "--min-agreement", 99)
        .failed(2, "one output", "--min-agreement");
    Octet.run("quantize", network, "--calibration", photos, "--min-agreement", 99, "-o", model)
        .failed(2, "one output", "--min-agreement");
    Octet run = Octet.run("run", model, photos.resolve("a")).ok();
    assertTrue(!run.out().contains("%"), run.out());
  }

  /** Ten photos in each of two sub-folders. */
  private Path photos(String... names) throws IOException {
    Path target = folder.resolve("photos");
    try (Stream<Path> found = Files.walk(Samples.PHOTOS)) {
      List<Path> files = found.filter(Files::isRegularFile).sorted().limit(20).toList();
      for (int i = 0; i < files.size(); i++) {
        Path sub = Files.createDirectories(target.resolve(names[i % names.length]));
        Files.copy(files.get(i), sub.resolve(i + "-" + files.get(i).getFileName()));
      }
    }
    return target;
  }

  /** The fixture with another activation of its last layer. */
  private Path network(String activation) throws IOException {
    byte[] archive;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(FIXTURE))) {
      archive = in.readAllBytes();
    }
    Path file = folder.resolve("network.keras");
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(archive));
        OutputStream stream = Files.newOutputStream(file);
        ZipOutputStream out = new ZipOutputStream(stream)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        if (entry.getName().equals("config.json")) {
          content =
              new String(content, UTF_8)
                  .replace("\"sigmoid\"", "\"" + activation + "\"")
                  .getBytes(UTF_8);
        }
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(content);
        out.closeEntry();
      }
    }
    return file;
  }
}

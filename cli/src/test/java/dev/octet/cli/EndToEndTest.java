package dev.octet.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of a user with one of the demo's models: quantize, inspect, compare, run, bench. */
class EndToEndTest {
  private static final Path BAGS = Samples.PHOTOS.resolve("bag");

  @TempDir private static Path folder;
  private static Path model;
  private static Octet quantized;

  @BeforeAll
  static void quantize() {
    model = folder.resolve("v1.octet");
    quantized = quantize(model, "--threads", "2", "--json");
  }

  private static Octet quantize(Path output, String... more) {
    String[] arguments = {
      "quantize",
      Samples.V1.toString(),
      "--calibration",
      Samples.PHOTOS.toString(),
      "-o",
      output.toString(),
      "--size",
      "56",
      "--resize",
      "stretch",
      "--labels",
      Samples.LABELS.toString(),
      "--samples",
      "30"
    };
    Object[] all = Arrays.copyOf(arguments, arguments.length + more.length, Object[].class);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return Octet.run(all).ok();
  }

  @Test
  void quantizeSaysWhatItDid() throws IOException {
    JsonNode json = quantized.json();
    assertEquals(1, json.get("schema").asInt());
    assertEquals(Files.size(model), json.get("bytes").asLong());
    assertTrue(json.get("bytes").asLong() < json.get("floatBytes").asLong() / 2);
    assertEquals(30, json.at("/calibration/images").asInt());
    assertTrue(json.at("/calibration/floatTop1").asDouble() > 70);
    assertTrue(quantized.err().contains("activation: relu6"), quantized.err());
    assertTrue(quantized.err().contains("normalization: imagenet"), quantized.err());
    assertTrue(quantized.err().contains("30 of 200 inputs, seed 0"), quantized.err());
  }

  @Test
  void theFileDependsOnTheSeedButNotOnThreads() throws IOException {
    Path same = folder.resolve("same.octet");
    quantize(same, "--threads", "1");
    assertArrayEquals(Files.readAllBytes(model), Files.readAllBytes(same));
    Path other = folder.resolve("other.octet");
    quantize(other, "--seed", "1");
    assertNotEquals(-1, Files.mismatch(model, other));
  }

  @Test
  void quietSaysNothing() {
    Octet octet = quantize(folder.resolve("quiet.octet"), "--quiet");
    assertEquals("", octet.err());
    assertTrue(octet.out().contains("quiet.octet"), octet.out());
  }

  @Test
  void inspectShowsTheWholeFile() throws IOException {
    JsonNode json = Octet.run("inspect", model, "--json").ok().json();
    assertEquals("int8", json.get("type").asText());
    assertEquals("[56,56,3]", json.get("input").toString());
    assertEquals(10, json.get("labels").size());
    assertEquals("stretch", json.at("/preprocessing/resize").asText());
    assertTrue(json.get("arenaBytes").asLong() > 0);
    assertTrue(json.at("/layers/0/macs").asLong() > 0);
    assertEquals(64, json.at("/provenance/source/sha256").asText().length());
    assertFalse(json.get("provenance").toString().contains(folder.toString()));
    String text = Octet.run("inspect", model).ok().out();
    assertTrue(text.contains("DepthwiseConv 3x3") && text.contains("arena"), text);
  }

  @Test
  void lowMemoryAnswersTheSameInLessArena() throws IOException {
    Path low = folder.resolve("low.octet");
    quantize(low, "--low-memory");
    JsonNode plain = Octet.run("inspect", model, "--json").ok().json();
    JsonNode banded = Octet.run("inspect", low, "--json").ok().json();
    assertEquals(0, plain.get("bands").size());
    assertTrue(banded.get("bands").size() > 0);
    long arena = banded.get("arenaBytes").asLong();
    assertTrue(arena < plain.get("arenaBytes").asLong(), arena + " bytes");
    assertTrue(arena >= banded.get("arenaLowerBoundBytes").asLong(), arena + " bytes");
    assertEquals(arena, plain.get("arenaLowMemoryBytes").asLong());
    assertEquals(plain.get("arenaBytes"), banded.get("arenaPlainBytes"));
    assertTrue(Octet.run("inspect", low).ok().out().contains("without bands"));
    JsonNode first = compare(model);
    JsonNode second = compare(low);
    for (String same : new String[] {"int8", "logits", "layers"}) {
      assertEquals(first.get(same), second.get(same), same);
    }
    int layers = Octet.run("bench", low, "--runs", "3", "--json").ok().json().get("layers").size();
    assertEquals(first.get("layers").size(), layers);
  }

  private static JsonNode compare(Path int8) throws IOException {
    Object[] arguments = {
      "compare", Samples.V1, int8, "--data", BAGS, "--layer-images", "2", "--json", "-"
    };
    return Octet.run(arguments).ok().json();
  }

  @Test
  void inspectShowsAFloatModel() throws IOException {
    JsonNode json = Octet.run("inspect", Samples.V1, "--size", "56", "--json").ok().json();
    assertEquals("float", json.get("type").asText());
    assertEquals("[56,56,3]", json.get("input").toString());
    assertTrue(json.get("macs").asLong() > 1_000_000);
    assertTrue(Octet.run("inspect", Samples.V1).ok().out().contains("BatchNorm"));
  }

  @Test
  void compareHoldsTheFiguresOfTheContract() throws IOException {
    Path dump = folder.resolve("logits.npz");
    Octet octet =
        Octet.run(
            "compare",
            Samples.V1,
            model,
            "--data",
            Samples.PHOTOS,
            "--labels",
            Samples.LABELS,
            "--layer-images",
            "4",
            "--dump-logits",
            dump,
            "--json",
            "-");
    JsonNode json = octet.ok().json();
    assertEquals(200, json.get("images").asInt());
    for (String path :
        new String[] {
          "/float/top1",
          "/float/top5",
          "/int8/top1",
          "/int8/top5",
          "/agreement",
          "/logits/sqnrDb",
          "/logits/kl",
          "/model/bytes",
          "/model/arenaBytes",
          "/model/macs"
        }) {
      assertTrue(json.at(path).isNumber(), path);
    }
    assertTrue(json.get("agreement").asDouble() > 90, json.get("agreement").toString());
    assertTrue(json.at("/logits/sqnrDb").asDouble() > 15, json.at("/logits").toString());
    JsonNode layer = json.at("/layers/0");
    assertTrue(layer.at("/cumulative/sqnrDb").asDouble() > 20, layer.toString());
    assertEquals(
        layer.at("/cumulative/sqnrDb").asDouble(), layer.at("/isolated/sqnrDb").asDouble(), 1e-9);
    assertTrue(layer.at("/isolated/cosine").asDouble() > 0.99, layer.toString());
    assertTrue(layer.at("/saturation").isNumber());
    assertTrue(layer.at("/range/high").isNumber());
    assertEquals(Set.of("float.npy", "int8.npy"), entries(dump));
  }

  @Test
  void compareWithoutLabelsHasNoAccuracy() throws IOException {
    Path json = folder.resolve("comparison.json");
    Octet octet =
        Octet.run(
            "compare", Samples.V1, model, "--data", BAGS, "--layer-images", "0", "--json", json);
    assertTrue(octet.ok().out().contains("agreement"), octet.out());
    assertTrue(octet.err().contains("unlabelled"), octet.err());
    JsonNode document = new ObjectMapper().readTree(json.toFile());
    assertTrue(document.at("/float/top1").isNull());
    assertEquals(20, document.get("images").asInt());
  }

  @Test
  void compareRefusesAnotherNetwork() throws IOException {
    Octet.run("compare", Samples.onnx(folder, "Relu"), model, "--data", BAGS)
        .failed(4, "the int8 model", "mobilenet_v1");
  }

  @Test
  void runNamesTheClasses() throws IOException {
    JsonNode json = Octet.run("run", model, BAGS, "--top", "2", "--json").ok().json();
    assertEquals(20, json.get("results").size());
    int bags = 0;
    for (JsonNode result : json.get("results")) {
      assertEquals(2, result.get("top").size());
      assertTrue(
          result.at("/top/0/probability").asDouble() >= result.at("/top/1/probability").asDouble());
      bags += "bag".equals(result.at("/top/0/label").asText()) ? 1 : 0;
    }
    assertTrue(bags >= 17, "bags: " + bags);
    assertTrue(Octet.run("run", model, BAGS.resolve("01166.png")).ok().out().contains(" %  "));
  }

  @Test
  void runGoesOnAfterADamagedPhoto() throws IOException {
    Path photos = Files.createDirectory(folder.resolve("photos"));
    Files.copy(BAGS.resolve("01166.png"), photos.resolve("good.png"));
    Files.writeString(photos.resolve("bad.png"), "not a photo");
    Octet octet = Octet.run("run", model, photos);
    assertEquals(3, octet.code());
    assertTrue(octet.out().contains("good.png"), octet.out());
    assertTrue(octet.err().contains("bad.png"), octet.err());
    assertEquals(1, octet.err().lines().count(), octet.err());
  }

  @Test
  void runRefusesADamagedModel() throws IOException {
    byte[] bytes = Files.readAllBytes(model);
    bytes[bytes.length / 2] ^= 1;
    Path damaged = Files.write(folder.resolve("damaged.octet"), bytes);
    Octet.run("run", damaged, BAGS).failed(3, "", "damaged.octet");
  }

  @Test
  void benchMeasures() throws IOException {
    JsonNode json =
        Octet.run("bench", model, "--runs", "3", "--threads", "2", "--json").ok().json();
    assertEquals(2, json.get("threads").asInt());
    assertTrue(json.get("medianMs").asDouble() > 0);
    assertTrue(json.get("p95Ms").asDouble() >= json.get("medianMs").asDouble());
    assertFalse(json.get("kernels").asText().isEmpty());
    assertEquals(
        Octet.run("inspect", model, "--json").json().get("layers").size(),
        json.get("layers").size());
  }

  private static Set<String> entries(Path zip) throws IOException {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      Set<String> names = new TreeSet<>();
      file.stream().forEach(entry -> names.add(entry.getName()));
      return names;
    }
  }
}

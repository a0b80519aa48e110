package dev.octet.model.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.Normalization;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.graph.Op;
import dev.octet.model.load.FloatModels;
import dev.octet.model.testing.Truncations;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real files of PyTorch: the same logits as PyTorch computes, or a refusal. */
class TorchFixturesTest {
  private static final int SIZE = 32;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v1_tied.pth",
        "v1_views.pth",
        "v2_bfloat16_legacy.pth",
        "v3s_checkpoint.pth",
        "v3l_half.safetensors"
      })
  void computesWhatPyTorchComputes(String name) throws IOException {
    JsonNode expected = TorchFixtures.expected().get("models").get(name);

    FloatModel model = FloatModels.read(TorchFixtures.file(folder, name), options(name));

    assertEquals(expected.get("family").asText(), model.graph().name());
    assertEquals(Normalization.IMAGENET, model.normalization());
    assertEquals(64, model.sha256().length());
    float[] logits = new FloatExecutor(model.graph()).run(input(), 1);
    assertEquals(expected.get("logits").size(), logits.length);
    double largest = 0;
    for (JsonNode value : expected.get("logits")) {
      largest = Math.max(largest, Math.abs(value.asDouble()));
    }
    for (int i = 0; i < logits.length; i++) {
      assertEquals(expected.get("logits").get(i).asDouble(), logits[i], 1e-5 * largest);
    }
  }

  private static ImportOptions options(String name) {
    Optional<String> activation = name.startsWith("v1") ? Optional.of("relu") : Optional.empty();
    return new ImportOptions(
        Optional.of(SIZE),
        Optional.of(SIZE),
        Optional.empty(),
        activation,
        OptionalDouble.empty(),
        Optional.empty());
  }

  /** As make_fixtures.py makes it. */
  private static float[] input() {
    float[] input = new float[SIZE * SIZE * 3];
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) (i * 7919 % 255 / 127.5 - 1);
    }
    return input;
  }

  @Test
  void tiedBlocksShareTheirWeights() throws IOException {
    FloatModel model =
        FloatModels.read(TorchFixtures.file(folder, "v1_tied.pth"), options("v1_tied.pth"));
    List<float[]> weights =
        model.graph().nodes().stream()
            .filter(n -> n.name().matches("features\\.(7|8|9|10|11)\\.1\\.0"))
            .map(n -> ((Op.Conv) n.op()).weights())
            .toList();
    assertEquals(5, weights.size());
    weights.forEach(w -> assertSame(weights.get(0), w));
  }

  @Test
  void saysThatItTookTheAveragedWeights() throws IOException {
    String name = "v3s_checkpoint.pth";
    FloatModel model = FloatModels.read(TorchFixtures.file(folder, name), options(name));
    assertTrue(
        model.choices().stream()
            .anyMatch(c -> c.name().equals("weights") && c.value().equals("state_dict_ema")));
  }

  @Test
  void demoModelsAreKnown() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("..", "demo", "models"))) {
      List<Path> models =
          files.filter(f -> f.toString().endsWith(".safetensors")).sorted().toList();
      assertFalse(models.isEmpty());
      for (Path file : models) {
        FloatModel model = FloatModels.read(file, ImportOptions.size(56, 56));
        String name = file.getFileName().toString();
        assertTrue(name.startsWith(model.graph().name()), name);
        assertEquals(10, model.graph().outputShape().channels());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "module.pth, torch.nn.modules",
    "module_legacy.pth, torch.nn.modules",
    "torchscript.pt, TorchScript"
  })
  void refusesModulesWithAWayOut(String name, String what) throws IOException {
    OctetException e = refusal(TorchFixtures.file(folder, name));
    assertEquals(Failure.UNSUPPORTED, e.failure());
    assertTrue(e.what().contains(what), e.what());
    assertEquals("save `model.state_dict()` or export ONNX", e.remedy());
  }

  @Test
  void refusesAnotherNetwork() throws IOException {
    OctetException e = refusal(TorchFixtures.file(folder, "resnet.pth"));
    assertEquals(Failure.UNSUPPORTED, e.failure());
    assertTrue(e.where().endsWith("parameter 'conv1.weight'"), e.where());
    assertTrue(e.what().contains("[64, 3, 7, 7]") && e.what().contains("nearest"), e.what());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"v1_views.pth", "v2_bfloat16_legacy.pth", "v3l_half.safetensors", "module.pth"})
  void refusesEveryTruncation(String name) throws IOException {
    Truncations.assertRefused(TorchFixtures.bytes(name), folder);
  }

  @Test
  void refusesAChangedWeightInAZip() throws IOException {
    byte[] bytes = TorchFixtures.bytes("v1_tied.pth");
    Path file = Files.write(folder.resolve("v1.pth"), bytes);
    int offset = -1;
    try (ZipFile zip = new ZipFile(file.toFile())) {
      byte[] weight = zip.getInputStream(zip.getEntry(name(zip, "/data/0"))).readAllBytes();
      offset = indexOf(bytes, weight);
    }
    bytes[offset] ^= 1;
    Files.write(file, bytes);
    OctetException e = refusal(file);
    assertEquals(Failure.INPUT, e.failure());
    assertEquals("wrong checksum", e.what());
  }

  @Test
  void takesACompressedZipButNoBomb() throws IOException {
    Path file = TorchFixtures.file(folder, "v1_tied.pth");
    Path packed = folder.resolve("packed.pth");
    copy(file, packed, Map.of());
    assertEquals("mobilenet_v1", FloatModels.read(packed, options("v1_tied.pth")).graph().name());

    copy(file, packed, Map.of("data.pkl", new byte[40 << 20]));
    OctetException e = refusal(packed);
    assertEquals(Failure.INPUT, e.failure());
    assertTrue(e.what().contains("claims to have"), e.what());
  }

  /** Deflates every entry; some with other contents. */
  private static void copy(Path from, Path to, Map<String, byte[]> replaced) throws IOException {
    try (ZipFile zip = new ZipFile(from.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
      for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
        String name = entry.getName();
        out.putNextEntry(new ZipEntry(name));
        byte[] other = replaced.get(name.substring(name.lastIndexOf('/') + 1));
        out.write(other != null ? other : zip.getInputStream(entry).readAllBytes());
        out.closeEntry();
      }
    }
  }

  private static String name(ZipFile zip, String end) {
    return zip.stream()
        .map(ZipEntry::getName)
        .filter(n -> n.endsWith(end))
        .findFirst()
        .orElseThrow();
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }

  private static OctetException refusal(Path file) {
    return assertThrows(
        OctetException.class, () -> FloatModels.read(file, ImportOptions.size(SIZE, SIZE)));
  }
}

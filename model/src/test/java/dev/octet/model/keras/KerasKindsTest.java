package dev.octet.model.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.octet.model.Choice;
import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import dev.octet.model.load.FloatModels;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of Keras 2 and 3 with preprocessing inside, or with heads of less usual kinds. */
class KerasKindsTest {
  @TempDir private Path folder;

  /** A file of {@code make_kinds.py}. */
  private Path file(String name) throws IOException {
    try (InputStream in = KerasKindsTest.class.getResourceAsStream("kinds/kinds.zip");
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals(name)) {
          return Files.write(folder.resolve(name), zip.readAllBytes());
        }
      }
    }
    throw new IllegalArgumentException("no fixture " + name);
  }

  private static JsonNode expected(String name) throws IOException {
    try (InputStream in = KerasKindsTest.class.getResourceAsStream("kinds/expected.json")) {
      return new ObjectMapper().readTree(in).get(name);
    }
  }

  private static List<String> kinds(FloatModel model) {
    return model.graph().nodes().stream().map(Node::op).map(Op::kind).toList();
  }

  /** Channels are put in order by the first convolution: no step is left for that. */
  @ParameterizedTest
  @CsvSource({
    "torch2.keras, zero-255, 4",
    "caffe2.h5, zero-255, 4",
    "tf2.h5, zero-255, 4",
    "inline2.h5, zero-255, 4",
    "first2.keras, minus-one-one, 4",
    "gather2.keras, zero-255, 4",
    "stack2.h5, zero-255, 4",
    "gray2.keras, zero-255, 5",
    "flattened2.h5, zero-255, 4",
    "labels2.h5, zero-255, 5",
    "torch3.keras, zero-255, 4",
    "caffe3.keras, zero-255, 4",
    "tf3.h5, zero-255, 4",
    "inline3.keras, zero-255, 4",
    "slice3.keras, zero-255, 4",
    "flip3.h5, zero-255, 4",
    "take3.keras, zero-255, 4",
    "gray3.keras, zero-255, 6",
    "broadcast3.keras, zero-255, 6",
    "twice3.keras, zero-255, 4",
    "flattened3.keras, zero-255, 4",
    "labels3.keras, zero-255, 5",
    "leaky3.keras, zero-255, 11"
  })
  void computesWhatKerasComputes(String name, String normalization, int steps) throws IOException {
    FloatModel model = FloatModels.read(file(name), ImportOptions.none());

    float[] input = new float[model.graph().inputShape().elements()];
    for (int i = 0; i < input.length; i++) {
      input[i] = i * 7919L % 256;
    }
    float[] answers = new FloatExecutor(model.graph()).run(input, 1);
    JsonNode expected = expected(name);
    boolean sigmoids = expected.get("sigmoids").asBoolean();
    assertEquals(expected.get("answers").size(), answers.length);
    for (int i = 0; i < answers.length; i++) {
      double actual = sigmoids ? 1 / (1 + Math.exp(-answers[i])) : answers[i];
      double wanted = expected.get("answers").get(i).asDouble();
      assertEquals(wanted, actual, 2e-5 * Math.max(1, Math.abs(wanted)), name + " " + i);
    }
    assertEquals(sigmoids, model.choices().contains(Choice.SIGMOIDS));
    assertFalse(model.graph().softmax());
    assertEquals(normalization, model.normalization().toString());
    assertEquals(steps, kinds(model).size(), kinds(model).toString());
  }

  @Test
  void aNormalizedFlattenedMapNeedsADenseLayerBehindIt() throws IOException {
    OctetException e = refusal("refused_flattened3.keras");
    assertTrue(e.getMessage().contains("put a Dense layer right behind"), e.getMessage());
  }

  @Test
  void aMapMayBeTheOutput() throws IOException {
    FloatModel model = FloatModels.read(file("refused_map3.keras"), ImportOptions.none());
    assertFalse(model.graph().givesOneRow());
    assertEquals("4x3x4", model.graph().outputShape().toString());
  }

  /** A refusal names what would do. */
  @ParameterizedTest
  @CsvSource({
    "ThresholdedReLU, LeakyReLU()",
    "LayerNormalization, BatchNormalization",
    "Lambda, Rescaling",
    "MultiHeadAttention, squeeze-and-excite",
    "Resizing, --resize",
    "OwnLayer, DepthwiseConv2D"
  })
  void refusalsNameLayersThatWouldDo(String layer, String advice) throws IOException {
    Path file = renamed("inline3.keras", "GlobalAveragePooling2D", layer);
    OctetException e =
        assertThrows(OctetException.class, () -> FloatModels.read(file, ImportOptions.none()));
    assertEquals(Failure.UNSUPPORTED, e.failure());
    assertTrue(e.where().contains("(" + layer + ")"), e.where());
    assertTrue(e.getMessage().contains(advice), e.getMessage());
  }

  @Test
  void keras2CallsTheSlopeAlphaAndANegativeOneIsRefused() throws IOException {
    assertEquals(0.15f, slope("\"negative_slope\": 0.15", "\"alpha\": 0.15"));
    assertEquals(0.3f, slope("\"negative_slope\": 0.15", "\"trainable\": true"));
    OctetException e =
        assertThrows(
            OctetException.class, () -> slope("\"negative_slope\": 0.15", "\"alpha\": -1"));
    assertTrue(e.getMessage().contains("a slope of -1.0 below zero"), e.getMessage());
  }

  /** The first LeakyReLU's slope where its config has another text. */
  private float slope(String from, String to) throws IOException {
    FloatModel model = FloatModels.read(renamed("leaky3.keras", from, to), ImportOptions.none());
    return model.graph().nodes().stream()
        .map(Node::op)
        .filter(Op.LeakyRelu.class::isInstance)
        .map(op -> ((Op.LeakyRelu) op).slope())
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1.0, 2.0]", "[[0.1, 0.2, 0.3], [0.1, 0.2, 0.3]]", "\"mean\""})
  void refusesConstantsThatAreNotOnePerChannel(String constant) throws IOException {
    String mean = "[0.48500001430511475, 0.4560000002384186, 0.4059999883174896]";
    Path file = renamed("inline3.keras", mean, constant);
    OctetException e =
        assertThrows(OctetException.class, () -> FloatModels.read(file, ImportOptions.none()));
    assertEquals(Failure.UNSUPPORTED, e.failure());
    assertTrue(e.where().contains("subtract"), e.where());
  }

  private OctetException refusal(String name) throws IOException {
    Path file = file(name);
    OctetException e =
        assertThrows(OctetException.class, () -> FloatModels.read(file, ImportOptions.none()));
    assertEquals(Failure.UNSUPPORTED, e.failure());
    return e;
  }

  /** A fixture whose config has another text in place of one. */
  private Path renamed(String name, String from, String to) throws IOException {
    return KerasFixtures.withConfig(file(name), config -> config.replace(from, to));
  }
}

package dev.octet.model.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.load.FloatModels;
import dev.octet.model.testing.Truncations;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real files of Keras 2 and 3: the same logits as Keras computes, or a refusal. */
class KerasFixturesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "hand3.h5, zero-255",
    "hand3.keras, zero-255",
    "hand2.h5, zero-255",
    "hand2.keras, zero-255",
    "v1_3.h5, minus-one-one",
    "v1_2.keras, minus-one-one",
    "v2_3.keras, minus-one-one",
    "v2_nested3.h5, minus-one-one",
    "v3s_nested3.keras, zero-255",
    "v3s_nested2.h5, zero-255",
    "v3l_minimalistic2.h5, minus-one-one",
    "adapted3.keras, minus-one-one",
    "yes_no3.keras, zero-255",
    "yes_no2.h5, zero-255"
  })
  void computesWhatKerasComputes(String name, String normalization) throws IOException {
    JsonNode expected = KerasFixtures.expected().get(name);

    FloatModel model = FloatModels.read(KerasFixtures.file(folder, name), ImportOptions.none());

    JsonNode shape = expected.get("shape");
    assertEquals(
        new Shape(shape.get(0).asInt(), shape.get(1).asInt(), shape.get(2).asInt()),
        model.graph().inputShape());
    assertEquals(expected.get("softmax").asBoolean(), model.graph().softmax());
    assertEquals(normalization, model.normalization().toString());
    assertTrue(model.format().startsWith("Keras " + (name.contains("3.") ? "3." : "2.")));
    float[] input = input(model.graph().inputShape(), expected.get("raw").asBoolean());
    float[] logits = new FloatExecutor(model.graph()).run(input, 1);
    assertEquals(expected.get("logits").size(), logits.length);
    double largest = 0;
    for (JsonNode value : expected.get("logits")) {
      largest = Math.max(largest, Math.abs(value.asDouble()));
    }
    for (int i = 0; i < logits.length; i++) {
      assertEquals(expected.get("logits").get(i).asDouble(), logits[i], 2e-5 * largest);
    }
  }

  /** As make_fixtures.py makes it. */
  private static float[] input(Shape shape, boolean raw) {
    float[] input = new float[shape.height() * shape.width() * shape.channels()];
    for (int i = 0; i < input.length; i++) {
      int pixel = (int) (i * 7919L % 256);
      input[i] = raw ? pixel : (float) (pixel / 127.5 - 1);
    }
    return input;
  }

  @Test
  void spelledOutActivationsBecomeOneStep() throws IOException {
    for (String name : new String[] {"v3s_nested2.h5", "v3s_nested3.keras"}) {
      FloatModel model = FloatModels.read(KerasFixtures.file(folder, name), ImportOptions.none());
      assertEquals(
          18, model.graph().nodes().stream().filter(n -> n.op() instanceof Op.HardSwish).count());
      assertEquals(
          9, model.graph().nodes().stream().filter(n -> n.op() instanceof Op.HardSigmoid).count());
    }
  }

  @Test
  void takesAnotherSizeUnlessTheHeadForbidsIt() throws IOException {
    Path file = KerasFixtures.file(folder, "v3s_nested2.h5");
    ImportOptions options = ImportOptions.size(48, 64);
    assertEquals(new Shape(48, 64, 3), FloatModels.read(file, options).graph().inputShape());

    Path flat = KerasFixtures.file(folder, "hand3.keras");
    OctetException e = assertThrows(OctetException.class, () -> FloatModels.read(flat, options));
    assertEquals(Failure.USAGE, e.failure());
    assertTrue(e.what().contains("20x28") && e.what().contains("48x64"), e.what());
  }

  @ParameterizedTest
  @ValueSource(strings = {"weights2.h5", "weights3.h5"})
  void refusesWeightsWithoutTheirNetwork(String name) throws IOException {
    OctetException e = refusal(KerasFixtures.file(folder, name));
    assertEquals(Failure.UNSUPPORTED, e.failure());
    assertTrue(e.what().contains("only weights"), e.what());
  }

  @ParameterizedTest
  @ValueSource(strings = {"hand3.h5", "hand3.keras", "v3l_minimalistic2.h5"})
  void refusesEveryTruncation(String name) throws IOException {
    Truncations.assertRefused(KerasFixtures.bytes(name), folder);
  }

  @Test
  void refusesHugeInputs() throws IOException {
    Path file = KerasFixtures.file(folder, "hand2.h5");
    ImportOptions options =
        new ImportOptions(
            Optional.of(1 << 20),
            Optional.of(1 << 20),
            Optional.empty(),
            Optional.empty(),
            ImportOptions.none().bnEpsilon(),
            Optional.empty());
    OctetException e = assertThrows(OctetException.class, () -> FloatModels.read(file, options));
    assertEquals(Failure.USAGE, e.failure());
  }

  private static OctetException refusal(Path file) {
    return assertThrows(OctetException.class, () -> FloatModels.read(file, ImportOptions.none()));
  }
}

package dev.octet.model.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.model.ImportOptions;
import dev.octet.model.load.FloatModels;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keras archives whose config is made up: refused, with the layer's name where there is one. */
class HostileKerasTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"class_name\": \"Flatten\" | \"class_name\": \"Lambda\" | UNSUPPORTED | code of the"
            + " author",
        "\"class_name\": \"Flatten\" | \"class_name\": \"../Flatten\" | UNSUPPORTED | does not"
            + " know",
        "\"strides\": [2, 2] | \"strides\": [0, 2] | INPUT | strides",
        "\"kernel_size\": [3, 5] | \"kernel_size\": [3, 99999999] | INPUT | kernel_size",
        "\"filters\": 8 | \"filters\": 2147483647 | INPUT | filters",
        "\"filters\": 8 | \"filters\": 9 | INPUT | shape",
        "\"epsilon\": 0.01 | \"epsilon\": -9 | INPUT | variance",
        "\"max_value\": 6.0 | \"max_value\": -6.0 | UNSUPPORTED | maximum",
        "\"depth_multiplier\": 2 | \"depth_multiplier\": 100000000 | INPUT | depth_multiplier",
        "\"name\": \"shared\" | \"name\": \"block\" | INPUT | two layers",
        "\"channels_last\" | \"channels_first\" | UNSUPPORTED | channels come first",
        "\"activation\": \"relu\" | \"activation\": \"sparsemax\" | UNSUPPORTED | 'sparsemax'"
      })
  void changedSettings(String from, String to, Failure failure, String what) throws IOException {
    OctetException e = refusal(config -> config.replace(from, to));
    assertEquals(failure, e.failure(), e.getMessage());
    assertTrue(e.what().contains(what), e.getMessage());
    assertTrue(e.where().startsWith("layer '"), e.where());
  }

  @Test
  void softmaxOverASingleValue() throws IOException {
    OctetException e =
        refusal("yes_no3.keras", config -> config.replace("\"sigmoid\"", "\"softmax\""));
    assertEquals(Failure.UNSUPPORTED, e.failure(), e.getMessage());
    assertTrue(e.what().contains("a softmax over a single value"), e.getMessage());
  }

  @Test
  void cyclicNetworks() throws IOException {
    OctetException e =
        refusal(
            config ->
                config.replaceFirst(
                    "\"keras_history\": \\[\"rescaling[_0-9]*\", 0, 0\\]",
                    "\"keras_history\": [\"shared\", 0, 0]"));
    assertEquals(Failure.INPUT, e.failure());
    assertTrue(e.what().contains("depend"), e.what());
  }

  @Test
  void layersThatAreNotThere() throws IOException {
    OctetException e = refusal(config -> config.replace("[\"shared\", 0, 0]", "[\"no\", 0, 0]"));
    assertEquals(Failure.INPUT, e.failure());
    assertTrue(e.what().contains("'no', which does not exist"), e.what());
  }

  @Test
  void deepNesting() throws IOException {
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    assertEquals(Failure.INPUT, refusal(config -> deep).failure());
    String objects = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);
    assertEquals(Failure.INPUT, refusal(config -> objects).failure());
  }

  @Test
  void networksInsideOneAnother() throws IOException {
    String open = "{\"class_name\":\"Sequential\",\"config\":{\"layers\":[";
    String inner = open.repeat(25) + "]}}".repeat(25);
    String outer =
        open
            + "{\"class_name\":\"InputLayer\",\"config\":{\"name\":\"i\",\"batch_shape\":[null,4,4,1]}},"
            + inner
            + "]}}";
    OctetException e = refusal(config -> outer);
    assertEquals(Failure.INPUT, e.failure());
    assertTrue(e.what().contains("inside one another"), e.what());
  }

  @Test
  void configsThatAreNoObjects() throws IOException {
    for (String config : new String[] {"", "[]", "null", "3", "{}", "{\"class_name\":\"Model\"}"}) {
      assertEquals(Failure.INPUT, refusal(c -> config).failure(), config);
    }
  }

  @Test
  void groupsThatShareTheirParts() throws IOException {
    byte[] bytes = KerasFixtures.bytes("hand2.h5");
    int found = 0;
    for (int i = 0; i + 56 < bytes.length; i++) {
      boolean node = new String(bytes, i, 4, StandardCharsets.ISO_8859_1).equals("TREE");
      if (node && bytes[i + 4] == 0) {
        bytes[i + 6] = 2; // entries: two children, and both the same
        System.arraycopy(bytes, i + 32, bytes, i + 48, 8);
        found++;
      }
    }
    assertTrue(found > 0);
    OctetException e = refusal(Files.write(folder.resolve("shared.h5"), bytes));
    assertEquals(Failure.INPUT, e.failure());
    assertTrue(e.what().contains("belongs to two"), e.what());
    assertTrue(e.where().matches(".*: byte \\d+"), e.where());
  }

  @Test
  void weightsThatAreNoNumbers() throws IOException {
    byte[] bytes = KerasFixtures.bytes("hand2.h5");
    int changed = 0;
    // Weights are powers of two, of which 1/4 and 1/2 are common.
    for (int i = 0; i + 4 <= bytes.length; i += 4) {
      boolean weight = (bytes[i] | bytes[i + 1]) == 0 && (bytes[i + 2] & 0x7f) == 0;
      if (weight && (bytes[i + 3] == 0x3e || bytes[i + 3] == 0x3f)) {
        bytes[i + 2] = (byte) 0xc0;
        bytes[i + 3] = 0x7f;
        changed++;
      }
    }
    assertTrue(changed > 10);
    OctetException e = refusal(Files.write(folder.resolve("nan.h5"), bytes));
    assertEquals(Failure.INPUT, e.failure());
    assertTrue(e.what().contains("NaN"), e.what());
  }

  /** Reads hand3.keras with another config. */
  private OctetException refusal(UnaryOperator<String> change) throws IOException {
    return refusal("hand3.keras", change);
  }

  private OctetException refusal(String fixture, UnaryOperator<String> change) throws IOException {
    Path from = KerasFixtures.file(folder, fixture);
    return refusal(KerasFixtures.withConfig(from, change));
  }

  private static OctetException refusal(Path file) {
    return assertThrows(OctetException.class, () -> FloatModels.read(file, ImportOptions.none()));
  }
}

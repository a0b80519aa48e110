package dev.octet.model.tflite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.model.Choice;
import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.KeptQuantization;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.load.FloatModels;
import dev.octet.model.testing.Truncations;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TensorFlow Lite files against what LiteRT computes with them. */
class TfliteImportTest {
  @TempDir private Path folder;

  private FloatModel read(String name) throws IOException {
    return FloatModels.read(TfliteFixtures.file(folder, name), ImportOptions.none());
  }

  private static double[] softmax(float[] logits) {
    double[] p = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      p[i] = Math.exp(logits[i]);
      sum += p[i];
    }
    for (int i = 0; i < p.length; i++) {
      p[i] /= sum;
    }
    return p;
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "half", "int8_weights", "sparse", "metadata"})
  void floatWeightsOfEveryKindComputeWhatLiteRtComputes(String name) throws IOException {
    FloatModel model = read(name);
    assertTrue(model.graph().softmax());
    assertTrue(model.facts().quantization().isEmpty());
    double[] actual = softmax(new FloatExecutor(model.graph()).run(TfliteFixtures.input(name), 1));
    float[] expected = TfliteFixtures.output(name);
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], 1e-5, name + " " + i);
    }
  }

  @Test
  void operatorsComputeWhatLiteRtComputes() throws IOException {
    FloatModel model = read("kinds");
    assertTrue(model.choices().contains(Choice.SIGMOIDS));
    assertEquals("zero-255", model.normalization().toString());
    float[] logits = new FloatExecutor(model.graph()).run(TfliteFixtures.input("kinds"), 1);
    float[] expected = TfliteFixtures.output("kinds");
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], 1 / (1 + Math.exp(-logits[i])), 1e-5, "output " + i);
    }
  }

  /** As floats a network of integers differs by what it rounds between its layers. */
  @ParameterizedTest
  @ValueSource(strings = {"int8", "uint8"})
  void integersAreReadAsFloats(String name) throws IOException {
    FloatModel model = read(name);
    KeptQuantization kept = model.facts().quantization().orElseThrow();
    assertEquals(5, kept.weights().size());
    float[] actual = new FloatExecutor(model.graph()).run(TfliteFixtures.input(name), 1);
    float[] expected = TfliteFixtures.output(name);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], 0.06, name + " " + i);
    }
    // Elements are pixels: byte 128 is the real number 0.
    assertEquals(128 / 255.0, model.facts().pixels().orElseThrow().mean(3)[2], 1e-9);
    assertEquals(128 / 255.0, model.facts().pixels().orElseThrow().std(1)[0], 1e-6);
    assertEquals(0, kept.tensors().get("x").zeroPoint());
  }

  @Test
  void metadataSayWhatPixelsBecomeAndWhatClassesAreCalled() throws IOException {
    FloatModel model = read("metadata");
    assertEquals(List.of("apple", "bread", "cheese"), model.facts().labels());
    assertArrayEquals(
        new double[] {0.5, 120 / 255.0, 110 / 255.0},
        model.facts().pixels().orElseThrow().mean(3),
        1e-7);
    assertArrayEquals(
        new double[] {64 / 255.0, 63 / 255.0, 62 / 255.0},
        model.facts().pixels().orElseThrow().std(3),
        1e-7);
  }

  @Test
  void aFusedLayerHasTheFirstOfItsNames() throws IOException {
    assertTrue(read("plain").graph().shapes().containsKey("c1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "sparse", "int8"})
  void cutFilesAreDamaged(String name) throws IOException {
    Truncations.assertRefused(TfliteFixtures.bytes(name + ".tflite"), folder);
  }

  /** Every byte in turn, with each of a few values: typed errors and nothing else. */
  @ParameterizedTest
  @ValueSource(strings = {"sparse", "metadata"})
  void changedFilesGiveTypedErrorsOnly(String name) throws IOException {
    byte[] bytes = TfliteFixtures.bytes(name + ".tflite");
    Path file = folder.resolve("changed");
    for (int i = 0; i < bytes.length; i += 7) {
      byte before = bytes[i];
      bytes[i] = (byte) (before ^ (1 << i % 8));
      Files.write(file, bytes);
      try {
        new TfliteFormat().read(file, ImportOptions.none());
      } catch (OctetException e) {
        assertTrue(e.failure() != Failure.OUTPUT, e.getMessage());
      }
      bytes[i] = before;
    }
  }

  @Test
  void anUnknownOperatorIsNamed() throws IOException {
    byte[] bytes = TfliteFixtures.bytes("plain.tflite");
    // The code of MEAN's relative AVERAGE_POOL_2D, as a byte and as a number, becomes that of ELU.
    OctetException e = refusal(replaced(bytes, (byte) 1, (byte) 11));
    assertEquals(Failure.UNSUPPORTED, e.failure());
    assertTrue(e.where().contains("(L2_NORMALIZATION)"), e.getMessage());
  }

  @Test
  void anotherSizeThatDoesNotFitIsWrongUsage() throws IOException {
    Path file = TfliteFixtures.file(folder, "plain");
    OctetException e =
        assertThrows(
            OctetException.class, () -> FloatModels.read(file, ImportOptions.size(40, 40)));
    assertEquals(Failure.USAGE, e.failure(), e.getMessage());
  }

  private OctetException refusal(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("refused.tflite"), bytes);
    return assertThrows(OctetException.class, () -> FloatModels.read(file, ImportOptions.none()));
  }

  /** The file with another operator code in place of one: a table {new code, old code}. */
  private static byte[] replaced(byte[] bytes, byte from, byte to) {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int root = file.getInt(0);
    int codes = field(file, root, 1);
    codes += file.getInt(codes);
    for (int i = 0; i < file.getInt(codes); i++) {
      int entry = codes + 4 + 4 * i;
      int table = entry + file.getInt(entry);
      if (field(file, table, 0) > 0 && file.get(field(file, table, 0)) == from) {
        file.put(field(file, table, 0), to);
        file.putInt(field(file, table, 3), to);
      }
    }
    return bytes;
  }

  private static int field(ByteBuffer file, int table, int number) {
    int vtable = table - file.getInt(table);
    int place = 4 + 2 * number;
    int offset = place < file.getShort(vtable) ? file.getShort(vtable + place) : 0;
    return offset == 0 ? -1 : table + offset;
  }

  @Test
  void anotherVersionIsNamed() throws IOException {
    byte[] bytes = TfliteFixtures.bytes("plain.tflite");
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(field(file, file.getInt(0), 0), 4);
    OctetException e = refusal(bytes);
    assertEquals(Failure.UNSUPPORTED, e.failure());
    assertTrue(e.what().contains("version 4"), e.what());
    assertEquals("TFL3", new String(bytes, 4, 4, StandardCharsets.US_ASCII));
  }
}

package dev.octet.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.model.ImportOptions;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.testing.OnnxOracle;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The onnx package's own tests of its operators, those with one picture in and one tensor out. */
class NodeTestsTest {
  /** The package compares with a relative tolerance of 1e-3: some expected values are rounded. */
  private static final double TOLERANCE = 1e-3;

  private static final Map<String, String> REFUSED =
      Map.of(
          "averagepool_2d_dilations", "average pooling with dilation",
          "identity", "computes nothing",
          "matmul_4d", "weights have 4 axes",
          "matmul_4d_1d", "weights have 1 axes",
          "squeeze", "computes nothing",
          "squeeze_negative_axes", "computes nothing",
          "unsqueeze_negative_axes", "computes nothing");

  @TempDir private Path folder;

  private static Map<String, byte[]> entries() throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (InputStream in = NodeTestsTest.class.getResourceAsStream("nodes/node_tests.zip");
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }

  @Test
  void computesWhatThePackageExpectsOrRefuses() throws IOException {
    Map<String, byte[]> entries = entries();
    int computed = 0;
    for (String entry : entries.keySet()) {
      if (!entry.endsWith(".onnx")) {
        continue;
      }
      String name = entry.substring(0, entry.length() - 5);
      Path file = Files.write(folder.resolve(entry), entries.get(entry));
      if (REFUSED.containsKey(name)) {
        OctetException e =
            assertThrows(
                OctetException.class,
                () -> new OnnxFormat().read(file, ImportOptions.none()),
                name);
        assertEquals(Failure.UNSUPPORTED, e.failure(), name);
        assertTrue(e.what().contains(REFUSED.get(name)), e.getMessage());
      } else {
        check(name, file, floats(entries.get(name + ".x")), floats(entries.get(name + ".y")));
        computed++;
      }
    }
    assertEquals(35, computed);
    assertEquals(entries.size() / 3, computed + REFUSED.size());
  }

  private static void check(String name, Path file, float[] picture, float[] expected) {
    FloatGraph graph = new OnnxFormat().read(file, ImportOptions.none()).graph();
    float[] input = OnnxOracle.toHwc(picture, graph.inputShape());
    float[] actual = new FloatExecutor(graph).run(input, 1);
    assertEquals(expected.length, actual.length, name);
    float[] ordered = OnnxOracle.toHwc(expected, graph.outputShape());
    for (int i = 0; i < actual.length; i++) {
      double tolerance = TOLERANCE * Math.abs(ordered[i]) + 1e-7;
      assertEquals(ordered[i], actual[i], tolerance, name + ", element " + i);
    }
  }

  private static float[] floats(byte[] bytes) {
    FloatBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }
}

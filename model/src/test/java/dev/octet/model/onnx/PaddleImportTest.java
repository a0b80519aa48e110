package dev.octet.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.model.ImportOptions;
import dev.octet.model.graph.FloatGraph;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trained MobileNetV3-Small as Paddle exports it: open size, hard-swish and biases in pieces. */
class PaddleImportTest {
  private static final String MODEL = "/models/ch_ppocr_mobile_v2.0_cls_infer.onnx";

  @TempDir Path folder;

  @Test
  void textDirectionClassifier() throws IOException {
    Path file = folder.resolve("direction.onnx");
    try (InputStream in = PaddleImportTest.class.getResourceAsStream(MODEL)) {
      Files.copy(in, file);
    }
    FloatGraph graph = OnnxOracleCheck.check(file, ImportOptions.size(48, 192), false);
    List<String> kinds = OnnxOracleCheck.kinds(graph);
    assertEquals(18, Collections.frequency(kinds, "HardSwish"));
    assertEquals(9, Collections.frequency(kinds, "HardSigmoid"));
    assertEquals(35, Collections.frequency(kinds, "BatchNorm"));
    assertEquals(54, Collections.frequency(kinds, "Conv"));
    assertTrue(graph.softmax());
    assertEquals("Conv@3", graph.nodes().get(10).name());
  }
}

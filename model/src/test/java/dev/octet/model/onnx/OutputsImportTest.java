package dev.octet.model.onnx;

import static dev.octet.model.onnx.OnnxModelBuilder.integer;
import static dev.octet.model.onnx.OnnxModelBuilder.ints;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.octet.model.ImportOptions;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.GraphOutput;
import dev.octet.model.testing.OnnxOracle;
import dev.octet.runtime.schedule.output.Ending;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks with several outputs, as ONNX Runtime answers them. */
class OutputsImportTest {
  private static final int SIZE = 8;

  @TempDir private Path folder;

  /** The end of a detector: anchors x values of two maps, joined. */
  private static String head(OnnxModelBuilder b, String first, String second, int values) {
    String[] rows = new String[2];
    String[] maps = {first, second};
    for (int i = 0; i < 2; i++) {
      String name = "w" + values + i;
      String map = b.node("Conv", List.of(maps[i], b.random(name, 2L * values, 4, 1, 1)));
      int size = i == 0 ? SIZE : SIZE / 2;
      String split = b.node("Reshape", List.of(map, b.longs("a" + name, 1, 2, values, size, size)));
      String turned = b.node("Transpose", List.of(split), ints("perm", 0, 3, 4, 1, 2));
      rows[i] = b.node("Reshape", List.of(turned, b.longs("b" + name, 1, -1, values)));
    }
    return b.node("Concat", List.of(rows[0], rows[1]), integer("axis", 1));
  }

  @Test
  void aDetectorWithAMaskAnswersAsOnnxRuntime() throws OrtException {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 3, SIZE, SIZE);
    String first = b.node("Relu", List.of(b.node("Conv", List.of("x", b.random("k", 4, 3, 1, 1)))));
    String second =
        b.node("Conv", List.of(first, b.random("d", 4, 4, 2, 2)), ints("strides", 2, 2));
    String boxes = head(b, first, second, 4);
    String scores = b.node("Softmax", List.of(head(b, first, second, 3)), integer("axis", 2));
    String mask =
        b.node("Sigmoid", List.of(b.node("Conv", List.of(second, b.random("m", 2, 4, 1, 1)))));
    b.output(boxes).output(scores).output(mask);
    Path file = b.write(folder);
    FloatGraph graph = new OnnxFormat().read(file, ImportOptions.none()).graph();
    assertEquals(
        List.of(List.of(1, 160, 4), List.of(1, 160, 3), List.of(1, 2, 4, 4)),
        graph.outputs().stream().map(GraphOutput::shape).toList());
    assertEquals(
        List.of(Ending.NONE, Ending.SOFTMAX, Ending.SIGMOID),
        graph.outputs().stream().map(GraphOutput::ending).toList());
    assertEquals(2, graph.outputs().get(1).axis());
    assertEquals(5, graph.heads().size());
    assertFalse(graph.givesOneRow());
    float[] input = new float[graph.inputShape().elements()];
    Random random = new Random(3);
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) random.nextGaussian();
    }
    float[] answer = new FloatExecutor(graph).run(input, 1);
    try (OrtSession session = OrtEnvironment.getEnvironment().createSession(file.toString())) {
      Map<String, float[]> expected = OnnxOracle.run(session, "x", graph.inputShape(), input);
      assertArrayEquals(expected.get(boxes), graph.output(0, answer), 1e-5f);
      assertArrayEquals(expected.get(scores), softmax(graph.output(1, answer), 3), 1e-5f);
      assertArrayEquals(expected.get(mask), sigmoid(graph.output(2, answer)), 1e-5f);
    }
  }

  private static float[] softmax(float[] logits, int length) {
    float[] result = new float[logits.length];
    for (int row = 0; row < logits.length; row += length) {
      double sum = 0;
      for (int i = row; i < row + length; i++) {
        sum += Math.exp(logits[i]);
      }
      for (int i = row; i < row + length; i++) {
        result[i] = (float) (Math.exp(logits[i]) / sum);
      }
    }
    return result;
  }

  private static float[] sigmoid(float[] logits) {
    float[] result = new float[logits.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) (1 / (1 + Math.exp(-logits[i])));
    }
    return result;
  }
}

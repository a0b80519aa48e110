package dev.octet.model.testing;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Shape;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Executes a float graph with ONNX Runtime. */
public final class OnnxOracle implements AutoCloseable {
  private final FloatGraph graph;
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  /** Exports a graph and loads it, every tensor being an output. */
  public OnnxOracle(FloatGraph graph) {
    this.graph = graph;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(2);
      session = environment.createSession(OnnxExporter.export(graph, true), options);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Every node's output, HWC. */
  public Map<String, float[]> run(float[] inputHwc) {
    Map<String, float[]> outputs = run(session, graph.inputName(), graph.inputShape(), inputHwc);
    outputs.replaceAll((name, chw) -> toHwc(chw, graph.shape(name)));
    return outputs;
  }

  /**
   * Every output of a session, as it is there (CHW).
   *
   * @param input name of the session's input
   * @param in the input's shape
   * @param inputHwc the input, HWC
   */
  public static Map<String, float[]> run(
      OrtSession session, String input, Shape in, float[] inputHwc) {
    long[] extents = {1, in.channels(), in.height(), in.width()};
    FloatBuffer nchw = FloatBuffer.wrap(toChw(inputHwc, in));
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), nchw, extents);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      Map<String, float[]> outputs = new LinkedHashMap<>();
      for (Map.Entry<String, OnnxValue> entry : result) {
        FloatBuffer buffer = ((OnnxTensor) entry.getValue()).getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        outputs.put(entry.getKey(), values);
      }
      return outputs;
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** From HWC to CHW. */
  public static float[] toChw(float[] hwc, Shape shape) {
    return transposed(hwc, shape.pixels(), shape.channels());
  }

  /** From CHW to HWC. */
  public static float[] toHwc(float[] chw, Shape shape) {
    return transposed(chw, shape.channels(), shape.pixels());
  }

  private static float[] transposed(float[] matrix, int rows, int columns) {
    float[] result = new float[matrix.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        result[c * rows + r] = matrix[r * columns + c];
      }
    }
    return result;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}

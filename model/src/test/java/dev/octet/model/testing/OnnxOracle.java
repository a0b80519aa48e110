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
    Shape in = graph.inputShape();
    long[] extents = {1, in.channels(), in.height(), in.width()};
    FloatBuffer nchw = FloatBuffer.wrap(toChw(inputHwc, in));
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, nchw, extents);
        OrtSession.Result result = session.run(Map.of(graph.inputName(), tensor))) {
      Map<String, float[]> outputs = new LinkedHashMap<>();
      for (Map.Entry<String, OnnxValue> entry : result) {
        FloatBuffer values = ((OnnxTensor) entry.getValue()).getFloatBuffer();
        float[] chw = new float[values.remaining()];
        values.get(chw);
        outputs.put(entry.getKey(), toHwc(chw, graph.shape(entry.getKey())));
      }
      return outputs;
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** From HWC to CHW. */
  public static float[] toChw(float[] hwc, Shape shape) {
    float[] chw = new float[hwc.length];
    for (int p = 0; p < shape.pixels(); p++) {
      for (int c = 0; c < shape.channels(); c++) {
        chw[c * shape.pixels() + p] = hwc[p * shape.channels() + c];
      }
    }
    return chw;
  }

  /** From CHW to HWC. */
  public static float[] toHwc(float[] chw, Shape shape) {
    float[] hwc = new float[chw.length];
    for (int p = 0; p < shape.pixels(); p++) {
      for (int c = 0; c < shape.channels(); c++) {
        hwc[p * shape.channels() + c] = chw[c * shape.pixels() + p];
      }
    }
    return hwc;
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

package dev.octet.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.octet.model.Choice;
import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Shape;
import dev.octet.model.testing.OnnxOracle;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Imports a model, executes it and compares every output element with ONNX Runtime. */
final class OnnxOracleCheck {
  private static final double TOLERANCE = 1e-5;

  private OnnxOracleCheck() {}

  static FloatGraph check(OnnxModelBuilder builder, Path folder) {
    return check(builder.write(folder), ImportOptions.none(), false);
  }

  /** Checks that a model is refused as UNSUPPORTED, with a reason that contains some words. */
  static void refused(OnnxModelBuilder builder, Path folder, String why) {
    Path file = builder.write(folder);
    OctetException e =
        assertThrows(OctetException.class, () -> new OnnxFormat().read(file, ImportOptions.none()));
    assertEquals(Failure.UNSUPPORTED, e.failure());
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }

  static FloatGraph checkChannelsLast(OnnxModelBuilder builder, Path folder) {
    return check(builder.write(folder), ImportOptions.none(), true);
  }

  static FloatGraph check(Path file, ImportOptions options, boolean channelsLast) {
    FloatModel model = new OnnxFormat().read(file, options);
    FloatGraph graph = model.graph();
    Shape in = graph.inputShape();
    float[] input = new float[in.elements()];
    Random random = new Random(11);
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) (4 * random.nextGaussian());
    }
    float[] actual = new FloatExecutor(graph).run(input, 2);
    if (graph.softmax()) {
      softmax(actual);
    } else if (model.choices().contains(Choice.SIGMOIDS)) {
      for (int i = 0; i < actual.length; i++) {
        actual[i] = (float) (1 / (1 + Math.exp(-actual[i])));
      }
    }
    float[] expected = oracle(file, graph, input, channelsLast);
    assertEquals(expected.length, actual.length, "number of output elements");
    double largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertTrue(largest > 0, "the oracle's output is all zeros and shows nothing");
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], TOLERANCE * largest, "output element " + i);
    }
    return graph;
  }

  private static float[] oracle(Path file, FloatGraph graph, float[] input, boolean channelsLast) {
    Shape in = graph.inputShape();
    long[] dims =
        channelsLast
            ? new long[] {1, in.height(), in.width(), in.channels()}
            : new long[] {1, in.channels(), in.height(), in.width()};
    float[] ordered = channelsLast ? input : OnnxOracle.toChw(input, in);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions plain = plainly();
        OrtSession session = environment.createSession(file.toString(), plain);
        OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(ordered), dims);
        OrtSession.Result result = session.run(Map.of(graph.inputName(), tensor))) {
      OnnxTensor output = (OnnxTensor) result.get(0);
      long[] extents = output.getInfo().getShape();
      float[] values = new float[graph.outputShape().elements()];
      if (output.getInfo().getNumElements() == 1 && values.length == 2) {
        float yes = output.getFloatBuffer().get();
        return new float[] {1 - yes, yes};
      }
      output.getFloatBuffer().get(values);
      if (graph.softmax()) {
        return values;
      }
      boolean outputLast =
          extents.length == 4 && channelsLast && extents[3] == graph.outputShape().channels();
      return outputLast ? values : OnnxOracle.toHwc(values, graph.outputShape());
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Without optimizations, which refuse some pads before pools. */
  private static OrtSession.SessionOptions plainly() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
    options.setIntraOpNumThreads(1);
    return options;
  }

  private static void softmax(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += Math.exp(value);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (Math.exp(values[i]) / sum);
    }
  }

  /** Kinds of the nodes, in order. */
  static List<String> kinds(FloatGraph graph) {
    return graph.nodes().stream().map(Node::op).map(op -> op.kind()).toList();
  }
}

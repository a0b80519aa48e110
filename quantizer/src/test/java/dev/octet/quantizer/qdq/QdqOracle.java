package dev.octet.quantizer.qdq;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.octet.model.graph.Shape;
import dev.octet.model.testing.OnnxOracle;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import java.util.HashMap;
import java.util.Map;

/** Executes the ONNX export of a schedule with ONNX Runtime, as it is and with its fusions. */
public final class QdqOracle implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final Schedule schedule;
  private final OrtSession tensors;
  private final OrtSession logits;

  /** Loads the export twice: every tensor an output, and the logits only. */
  public QdqOracle(Schedule schedule) {
    this.schedule = schedule;
    byte[] bytes = QdqOnnxWriter.toBytes(schedule);
    try (OrtSession.SessionOptions plain = new OrtSession.SessionOptions();
        OrtSession.SessionOptions defaults = new OrtSession.SessionOptions()) {
      plain.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      ModelProto.Builder model = ModelProto.parseFrom(bytes).toBuilder();
      for (TensorSpec tensor : schedule.tensors) {
        model
            .getGraphBuilder()
            .addOutput(ValueInfoProto.newBuilder().setName(tensor.name() + "_dequantized"));
      }
      tensors = environment.createSession(model.build().toByteArray(), plain);
      logits = environment.createSession(bytes, defaults);
    } catch (OrtException | InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Every tensor's values (moved ones without their summand taken out), HWC. */
  public Map<String, float[]> tensors(float[] inputHwc) {
    Map<String, float[]> values = new HashMap<>();
    Map<String, float[]> outputs = run(tensors, inputHwc);
    for (TensorSpec t : schedule.tensors) {
      Shape shape = new Shape(t.height(), t.width(), t.channels());
      values.put(t.name(), OnnxOracle.toHwc(outputs.get(t.name() + "_dequantized"), shape));
    }
    return values;
  }

  /** The logits with ONNX Runtime's default optimizations. */
  public float[] logits(float[] inputHwc) {
    return run(logits, inputHwc).get(schedule.tensors[schedule.output].name());
  }

  private Map<String, float[]> run(OrtSession session, float[] inputHwc) {
    TensorSpec in = schedule.tensors[schedule.input];
    Shape shape = new Shape(in.height(), in.width(), in.channels());
    return OnnxOracle.run(session, in.name(), shape, inputHwc);
  }

  @Override
  public void close() {
    try {
      tensors.close();
      logits.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}

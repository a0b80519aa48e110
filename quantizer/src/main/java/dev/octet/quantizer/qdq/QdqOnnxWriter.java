package dev.octet.quantizer.qdq;

import static dev.octet.quantizer.qdq.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import dev.octet.model.AtomicFile;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Operation;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a schedule as ONNX: int8 weights before DequantizeLinear, float operators, and a
 * QuantizeLinear where the schedule rounds. Input float32 N x C x H x W, preprocessed as the {@code
 * .octet} file says; output the logits, float32 N x classes.
 *
 * <p>The integers are the schedule's own. What ONNX cannot say is done in float there: the 22-bit
 * multipliers, the products of hard-swish, and rounding half up. Outputs therefore may differ by a
 * step of a tensor where a value lies next to a tie.
 */
public final class QdqOnnxWriter {
  /** The first operator set whose QuantizeLinear knows int16. */
  private static final int OPSET = 21;

  private static final int IR_VERSION = 10;

  private QdqOnnxWriter() {}

  /**
   * Writes a file, whole or not at all.
   *
   * @throws dev.octet.runtime.OctetException OUTPUT when the file cannot be written
   */
  public static void write(Schedule schedule, Path target) {
    AtomicFile.write(target, toBytes(schedule));
  }

  /** The file's bytes; the same schedule gives the same bytes. */
  public static byte[] toBytes(Schedule schedule) {
    OnnxGraph graph = new OnnxGraph(schedule.name);
    QdqTensors tensors = new QdqTensors(graph, schedule.tensors);
    TensorSpec input = schedule.tensors[schedule.input];
    String real = graph.input(input.name(), input.channels(), input.height(), input.width());
    tensors.round(schedule.input, real);
    QdqOperations operations = new QdqOperations(graph, tensors);
    for (Operation operation : schedule.operations) {
      operations.add(operation);
    }
    if (schedule.isRow()) {
      TensorSpec output = schedule.tensors[schedule.output];
      String logits =
          graph.node(
              "Flatten",
              output.name(),
              List.of(tensors.real(schedule.output)),
              attribute("axis", 1L));
      graph.output(logits, true, 1, output.channels());
    } else {
      new QdqOutputs(graph, tensors, schedule).add();
    }
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("octet")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(graph.build())
        .build()
        .toByteArray();
  }
}

package dev.octet.quantizer;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.schedule.ArenaPlanner;
import dev.octet.quantizer.schedule.LowMemoryPlanner;
import dev.octet.quantizer.tuning.SequentialQuantizer;
import dev.octet.runtime.schedule.GoldenVector;
import dev.octet.runtime.schedule.Preprocessing;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.output.OutputPart;
import dev.octet.runtime.schedule.output.OutputSpec;
import java.util.Optional;

/** Puts together what a file holds beside tensors and operations. */
final class ScheduleAssembly {
  private static final int GOLDEN_VECTORS = 2;

  private ScheduleAssembly() {}

  /**
   * The finished schedule.
   *
   * @param graph the network without batch normalizations
   * @param preprocessing what photos go through (its table is made here), or empty
   * @param labels class names, or an empty array
   * @param input quantization of the network's input
   * @param result the first inputs and outputs of which become golden vectors
   * @param lowMemory whether to plan for little memory
   * @param provenance JSON
   */
  static Schedule assemble(
      FloatGraph graph,
      Optional<Preprocessing> preprocessing,
      String[] labels,
      TensorQuantization input,
      SequentialQuantizer.Result result,
      boolean lowMemory,
      String provenance) {
    Schedule.Builder builder =
        new Schedule.Builder(graph.name(), result.tensors(), result.operations())
            .preprocessing(preprocessing.map(p -> withTable(p, input)).orElse(null))
            .labels(labels)
            .ends(
                index(result.tensors(), graph.inputName()),
                index(result.tensors(), graph.outputName()))
            .softmax(graph.softmax())
            .golden(golden(result))
            .provenance(provenance);
    if (!graph.givesOneRow()) {
      builder.outputs(outputs(graph, result.tensors()));
    }
    Schedule schedule = builder.build();
    return lowMemory ? LowMemoryPlanner.plan(schedule) : ArenaPlanner.plan(schedule);
  }

  private static OutputSpec[] outputs(FloatGraph graph, TensorSpec... tensors) {
    return graph.outputs().stream()
        .map(
            output ->
                new OutputSpec(
                    output.name(),
                    output.shape().stream().mapToInt(Integer::intValue).toArray(),
                    output.ending(),
                    output.axis(),
                    output.parts().stream()
                        .map(p -> new OutputPart(index(tensors, p.tensor()), p.placement()))
                        .toArray(OutputPart[]::new)))
        .toArray(OutputSpec[]::new);
  }

  private static Preprocessing withTable(
      Preprocessing preprocessing, TensorQuantization quantization) {
    int channels = quantization.channels();
    byte[] table = new byte[channels * 256];
    for (int c = 0; c < channels; c++) {
      for (int pixel = 0; pixel < 256; pixel++) {
        table[c * 256 + pixel] = (byte) quantization.quantize(preprocessing.real(pixel, c), c);
      }
    }
    return preprocessing.withTable(table);
  }

  private static int index(TensorSpec[] tensors, String name) {
    for (int i = 0; i < tensors.length; i++) {
      if (tensors[i].name().equals(name)) {
        return i;
      }
    }
    throw new IllegalStateException("no tensor " + name);
  }

  private static GoldenVector[] golden(SequentialQuantizer.Result result) {
    GoldenVector[] golden = new GoldenVector[Math.min(GOLDEN_VECTORS, result.inputs().length)];
    for (int i = 0; i < golden.length; i++) {
      golden[i] = new GoldenVector(result.inputs()[i], result.outputs()[i]);
    }
    return golden;
  }

  /** Bytes of a network's float weights and biases. */
  static long floatBytes(FloatGraph graph) {
    long elements = 0;
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Op.Conv conv) {
        elements += conv.weights().length + conv.bias().length;
      }
    }
    return elements * Float.BYTES;
  }
}

package dev.octet.quantizer.qdq;

import static dev.octet.quantizer.qdq.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.output.OutputPart;
import dev.octet.runtime.schedule.output.OutputSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The outputs of a network that gives more than one row of values, with the names and shapes of its
 * source; without the softmax or sigmoid at an output's end.
 *
 * @param graph receives the nodes
 * @param tensors of the schedule
 * @param schedule the schedule
 */
record QdqOutputs(OnnxGraph graph, QdqTensors tensors, Schedule schedule) {
  /** Adds every output. */
  void add() {
    for (OutputSpec output : schedule.outputs) {
      add(output);
    }
  }

  private void add(OutputSpec output) {
    Map<Integer, Integer> begins = begins(output);
    int[] sources = sources(output, begins);
    int first = output.parts[0].tensor;
    String values;
    if (begins.size() == 1 && Arrays.equals(sources, channelsFirst(schedule.tensors[first]))) {
      values = tensors.real(first);
    } else {
      values = joined(output, begins);
      if (!Arrays.equals(sources, IntStream.range(0, sources.length).toArray())) {
        String indices =
            graph.integers(
                output.name + "_order",
                TensorProto.DataType.INT64,
                sources.length,
                i -> sources[i],
                sources.length);
        values =
            graph.node(
                "Gather",
                output.name + "_ordered",
                List.of(values, indices),
                attribute("axis", 1L));
      }
    }
    boolean batch = output.shape.length > 0 && output.shape[0] == 1;
    // 0 leaves the batch as it is.
    String shape =
        graph.integers(
            output.name + "_shape",
            TensorProto.DataType.INT64,
            output.shape.length,
            i -> i == 0 && batch ? 0 : output.shape[i],
            output.shape.length);
    graph.output(graph.node("Reshape", output.name, List.of(values, shape)), batch, output.shape);
  }

  /** Where each tensor's elements begin among those of all of an output's tensors. */
  private Map<Integer, Integer> begins(OutputSpec output) {
    Map<Integer, Integer> begins = new LinkedHashMap<>();
    int next = 0;
    for (OutputPart part : output.parts) {
      if (begins.putIfAbsent(part.tensor, next) == null) {
        next += schedule.tensors[part.tensor].elements();
      }
    }
    return begins;
  }

  private static int[] sources(OutputSpec output, Map<Integer, Integer> begins) {
    int[] sources = new int[output.elements()];
    for (OutputPart part : output.parts) {
      int begin = begins.get(part.tensor);
      for (int i = 0; i < part.placement.elements(); i++) {
        sources[part.placement.target(i)] = begin + part.placement.source(i);
      }
    }
    return sources;
  }

  /** Which element, HWC, each one in ONNX's own order of a map is. */
  private static int[] channelsFirst(TensorSpec tensor) {
    int pixels = tensor.height() * tensor.width();
    return IntStream.range(0, tensor.elements())
        .map(i -> i % pixels * tensor.channels() + i / pixels)
        .toArray();
  }

  /** The elements of all of an output's tensors, HWC, one tensor after another. */
  private String joined(OutputSpec output, Map<Integer, Integer> begins) {
    List<String> rows = new ArrayList<>();
    for (int tensor : begins.keySet()) {
      String name = output.name + "_" + schedule.tensors[tensor].name();
      String turned =
          graph.node(
              "Transpose",
              name + "_hwc",
              List.of(tensors.real(tensor)),
              attribute("perm", 0, 2, 3, 1));
      rows.add(graph.node("Flatten", name + "_row", List.of(turned), attribute("axis", 1L)));
    }
    return rows.size() == 1
        ? rows.get(0)
        : graph.node("Concat", output.name + "_joined", rows, attribute("axis", 1L));
  }
}

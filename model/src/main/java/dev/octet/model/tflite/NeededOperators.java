package dev.octet.model.tflite;

import dev.octet.model.tflite.read.TfliteErrors;
import dev.octet.model.tflite.read.TfliteGraph;
import dev.octet.model.tflite.read.TfliteOperator;
import dev.octet.model.tflite.read.TfliteTensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The operators that the output depends on, in the file's order, which is that of computation. What
 * only computes the shape of a RESHAPE is left out.
 *
 * @param operators in order
 * @param input the picture
 * @param outputs numbers of the output tensors
 */
record NeededOperators(List<TfliteOperator> operators, TfliteTensor input, List<Integer> outputs) {
  /** The operator that finds the boxes of a detector; it stays outside of the network. */
  static final String POSTPROCESSING = "TFLite_Detection_PostProcess";

  /** Copies the lists. */
  NeededOperators {
    operators = List.copyOf(operators);
    outputs = List.copyOf(outputs);
  }

  static NeededOperators of(TfliteGraph graph) {
    if (graph.outputs().length == 0 || graph.inputs().length == 0) {
      throw TfliteErrors.damaged("no input or no output", graph.file());
    }
    Map<Integer, TfliteOperator> writers = new HashMap<>();
    for (TfliteOperator operator : graph.operators()) {
      for (int output : operator.outputs()) {
        if (writers.put(output, operator) != null) {
          throw TfliteErrors.invalid(operator, "tensor " + output + " is written twice");
        }
      }
    }
    boolean[] read = new boolean[graph.tensors().size()];
    boolean[] needed = new boolean[graph.operators().size()];
    Deque<Integer> open = new ArrayDeque<>();
    List<Integer> outputs = outputs(graph, writers);
    open.addAll(outputs);
    while (!open.isEmpty()) {
      int tensor = open.pop();
      TfliteOperator writer = writers.get(tensor);
      if (read[tensor] || writer == null) {
        read[tensor] = true;
        continue;
      }
      read[tensor] = true;
      needed[writer.index()] = true;
      int count = writer.kind().equals("RESHAPE") ? 1 : writer.inputs().length;
      for (int i = 0; i < Math.min(count, writer.inputs().length); i++) {
        if (writer.inputs()[i] >= 0) {
          open.push(writer.inputs()[i]);
        }
      }
    }
    List<TfliteOperator> operators = new ArrayList<>(graph.operators());
    operators.removeIf(operator -> !needed[operator.index()]);
    return new NeededOperators(operators, input(graph, read), outputs);
  }

  /** The file's own, or what a detector's postprocessing at its end reads: boxes and scores. */
  private static List<Integer> outputs(TfliteGraph graph, Map<Integer, TfliteOperator> writers) {
    TfliteOperator last = writers.get(graph.outputs()[0]);
    boolean detects =
        last != null && last.kind().equals(POSTPROCESSING) && last.has(0) && last.has(1);
    return detects
        ? List.of(last.inputs()[0], last.inputs()[1])
        : Arrays.stream(graph.outputs()).distinct().boxed().toList();
  }

  private static TfliteTensor input(TfliteGraph graph, boolean[] read) {
    List<TfliteTensor> used = new ArrayList<>();
    for (int input : graph.inputs()) {
      if (read[input]) {
        used.add(graph.tensor(input));
      }
    }
    if (used.isEmpty()) {
      throw TfliteErrors.damaged("the output depends on no input", graph.file());
    }
    if (used.size() > 1) {
      throw TfliteErrors.unsupported(
          used.get(1),
          "it is a second input, but Octet takes networks with one picture as the input",
          "convert the network with one input");
    }
    return used.get(0);
  }
}

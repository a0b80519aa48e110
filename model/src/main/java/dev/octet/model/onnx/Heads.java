package dev.octet.model.onnx;

import dev.octet.model.Choice;
import dev.octet.model.graph.ElementTable;
import dev.octet.model.graph.GraphOutput;
import dev.octet.model.graph.GraphPart;
import dev.octet.model.onnx.convert.Conversion;
import dev.octet.model.onnx.raw.Arrangement;
import dev.octet.model.onnx.raw.RawGraph;
import dev.octet.model.onnx.raw.RawNode;
import dev.octet.model.onnx.tensor.Activation;
import dev.octet.model.onnx.tensor.Axis;
import dev.octet.model.onnx.tensor.OnnxValue;
import dev.octet.model.onnx.tensor.ScaledFeatures;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.schedule.output.Ending;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a converted graph's outputs are made of.
 *
 * @param graph the graph, with its outputs
 * @param conversion what its tensors stand for
 */
record Heads(RawGraph graph, Conversion conversion) {
  /**
   * The outputs in the file's order. One row of values that all others only lead to is alone: a
   * classifier that gives its features as well.
   *
   * @param choices collects what was dropped, and what was split off
   */
  List<GraphOutput> outputs(List<Choice> choices) {
    List<GraphOutput> outputs = new ArrayList<>();
    for (String name : graph.outputs()) {
      outputs.add(output(name));
    }
    List<GraphOutput> kept = withoutFeatures(outputs, choices);
    for (GraphOutput output : kept) {
      if (output.ending() == Ending.SIGMOID) {
        choices.add(Choice.sigmoids(output, kept.size() == 1));
      }
    }
    return kept;
  }

  private List<GraphOutput> withoutFeatures(List<GraphOutput> outputs, List<Choice> choices) {
    Set<String> read = new HashSet<>();
    for (RawNode node : graph.nodes()) {
      read.addAll(node.inputs());
    }
    List<GraphOutput> last =
        outputs.stream().filter(output -> !read.contains(output.name())).toList();
    if (outputs.size() == 1 || last.size() != 1 || !isRow(last.get(0))) {
      return outputs;
    }
    for (GraphOutput output : outputs) {
      if (!output.equals(last.get(0))) {
        choices.add(
            new Choice(
                "dropped output",
                output.name(),
                "'" + last.get(0).name() + "' is computed from it"));
      }
    }
    return last;
  }

  private boolean isRow(GraphOutput output) {
    return conversion.value(output.name()).orElse(null) instanceof Activation activation
        && activation.shape().pixels() == 1;
  }

  private GraphOutput output(String name) {
    OnnxValue value = conversion.value(name).orElse(null);
    if (value instanceof ScaledFeatures) {
      throw unsupported(
          "it is a flattened map that is normalized feature by feature",
          name,
          "put a fully connected layer after it");
    }
    if (value instanceof Arrangement arrangement) {
      return arranged(name, arrangement);
    }
    if (!(value instanceof Activation activation)) {
      throw nothing("it does not depend on the input", name);
    }
    if (activation.tensor().equals(graph.inputs().get(0).name())) {
      throw nothing(
          conversion.nodes().isEmpty() ? "the network computes nothing" : "it is the input", name);
    }
    int[] order = activation.view().order().stream().mapToInt(Axis::ordinal).toArray();
    GraphPart part =
        new GraphPart(activation.tensor(), ElementTable.ordered(activation.shape(), order));
    return new GraphOutput(
        name,
        Arrays.stream(activation.dims()).boxed().toList(),
        activation.ending(),
        activation.ending() == Ending.SOFTMAX ? axis(name, activation) : 0,
        List.of(part));
  }

  private static int axis(String name, Activation activation) {
    int axis = activation.view().axes().indexOf(activation.row());
    if (axis < 0) {
      throw unsupported(
          "its rows are taken apart after a softmax", name, "export the network up to its logits");
    }
    return axis;
  }

  private GraphOutput arranged(String name, Arrangement arrangement) {
    List<GraphPart> parts =
        conversion
            .elements()
            .parts(arrangement.numbers().longs())
            .orElseThrow(
                () ->
                    unsupported(
                        "its elements are in an order without a rule",
                        name,
                        "export the maps themselves as outputs"));
    return new GraphOutput(
        name, arrangement.numbers().dimList(), arrangement.ending(), arrangement.axis(), parts);
  }

  /** Valid, but no network. */
  private static OctetException nothing(String what, String output) {
    return unsupported(what, output, "give a network with layers");
  }

  private static OctetException unsupported(String what, String output, String remedy) {
    return new OctetException(Failure.UNSUPPORTED, what, "output '" + output + "'", remedy);
  }
}

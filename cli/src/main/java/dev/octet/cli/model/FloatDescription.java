package dev.octet.cli.model;

import dev.octet.cli.console.Figures;
import dev.octet.cli.console.Table;
import dev.octet.model.Choice;
import dev.octet.model.FloatModel;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.GraphOutput;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.runtime.schedule.output.Ending;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A float model. */
final class FloatDescription implements Description {
  /** Choices that say what the file is, beside those that stand above the table. */
  private static final List<String> SHOWN =
      List.of(Choice.LAYOUT, Choice.STRIDES, Choice.TRAINED_ON);

  private final FloatModel model;
  private final long bytes;

  FloatDescription(FloatModel model, long bytes) {
    this.model = model;
    this.bytes = bytes;
  }

  @Override
  public Map<String, Object> json() {
    FloatGraph graph = model.graph();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schema", 1);
    json.put("type", "float");
    json.put("name", graph.name());
    json.put("format", model.format());
    json.put("sha256", model.sha256());
    json.put("bytes", bytes);
    json.put("input", shape(graph.inputShape()));
    json.put("classes", graph.classes());
    json.put("outputs", graph.outputs().stream().map(FloatDescription::output).toList());
    json.put("softmax", graph.softmax());
    json.put("sigmoids", endsInSigmoids());
    json.put("normalization", model.normalization());
    json.put("parameters", parameters());
    json.put("macs", macs());
    List<Object> choices = new ArrayList<>();
    for (Choice choice : model.choices()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", choice.name());
      entry.put("value", choice.value());
      entry.put("reason", choice.reason());
      choices.add(entry);
    }
    json.put("choices", choices);
    List<Object> layers = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", node.name());
      entry.put("kind", kind(node));
      entry.put("output", node.output());
      entry.put("shape", shape(graph.shape(node.output())));
      entry.put("parameters", parameters(node));
      entry.put("macs", macs(node));
      layers.add(entry);
    }
    json.put("layers", layers);
    return json;
  }

  private static String shape(GraphOutput output) {
    return output.shape().stream().map(String::valueOf).collect(Collectors.joining("x"));
  }

  private static String name(Ending ending) {
    return ending.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> output(GraphOutput output) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", output.name());
    entry.put("shape", shape(output));
    entry.put("ending", name(output.ending()));
    return entry;
  }

  @Override
  public String text() {
    FloatGraph graph = model.graph();
    Table head = new Table(graph.name(), "");
    head.add("format", model.format());
    head.add("file", Figures.grouped(bytes) + " bytes, SHA-256 " + model.sha256());
    head.add("input", graph.inputName() + " " + graph.inputShape());
    if (graph.givesOneRow()) {
      head.add(
          "output",
          graph.classes()
              + " classes"
              + (graph.softmax() ? ", softmax" : endsInSigmoids() ? ", a sigmoid each" : ""));
    } else {
      for (GraphOutput output : graph.outputs()) {
        head.add(
            "output '" + output.name() + "'",
            shape(output) + (output.ending() == Ending.NONE ? "" : ", " + name(output.ending())));
      }
    }
    head.add("parameters", Figures.grouped(parameters()));
    head.add("MACs", Figures.millions(macs()));
    model.choices().stream()
        .filter(choice -> SHOWN.contains(choice.name()))
        .forEach(choice -> head.add(choice.name(), choice.value()));
    Table layers = new Table(">#", "kind", "name", "output", ">parameters", ">MACs");
    int number = 0;
    for (Node node : graph.nodes()) {
      layers.add(
          Integer.toString(number++),
          kind(node),
          node.name(),
          graph.shape(node.output()).toString(),
          Figures.grouped(parameters(node)),
          Figures.millions(macs(node)));
    }
    return head + System.lineSeparator() + System.lineSeparator() + layers;
  }

  private boolean endsInSigmoids() {
    return model.choices().contains(Choice.SIGMOIDS);
  }

  private static int[] shape(Shape shape) {
    return new int[] {shape.height(), shape.width(), shape.channels()};
  }

  private String kind(Node node) {
    if (node.op() instanceof Op.Conv conv && conv.isDepthwise(model.graph().shape(node.input()))) {
      return "DepthwiseConv";
    }
    return node.op().kind();
  }

  private long parameters() {
    return model.graph().nodes().stream().mapToLong(FloatDescription::parameters).sum();
  }

  private static long parameters(Node node) {
    if (node.op() instanceof Op.Conv conv) {
      return (long) conv.weights().length + conv.bias().length;
    }
    return node.op() instanceof Op.BatchNorm norm ? 4L * norm.gamma().length : 0;
  }

  private long macs() {
    return model.graph().nodes().stream().mapToLong(this::macs).sum();
  }

  private long macs(Node node) {
    return node.op() instanceof Op.Conv conv
        ? (long) model.graph().shape(node.output()).pixels() * conv.weights().length
        : 0;
  }
}

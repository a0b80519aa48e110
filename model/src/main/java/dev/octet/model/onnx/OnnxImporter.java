package dev.octet.model.onnx;

import dev.octet.model.Choice;
import dev.octet.model.ImportOptions;
import dev.octet.model.Normalization;
import dev.octet.model.file.MemoryBudget;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.GraphOutput;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.onnx.convert.Conversion;
import dev.octet.model.onnx.raw.RawGraph;
import dev.octet.model.onnx.raw.RawNode;
import dev.octet.model.pass.GraphPasses;
import dev.octet.model.pass.OwnNormalization;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.schedule.operation.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings a raw graph to the float graph: sort, convert, simplify.
 *
 * @param name the network's name
 * @param raw the graph as the file has it
 * @param fileBytes the file's size
 */
record OnnxImporter(String name, RawGraph raw, long fileBytes) {
  private static final Normalization USUAL_NORMALIZATION = Normalization.IMAGENET;

  /**
   * An imported graph.
   *
   * @param graph the graph
   * @param choices what the file did not say
   * @param normalization as in {@link dev.octet.model.FloatModel#normalization()}
   */
  record Result(FloatGraph graph, List<Choice> choices, Normalization normalization) {
    Result {
      choices = List.copyOf(choices);
    }
  }

  Result read(ImportOptions options) {
    List<Choice> choices = new ArrayList<>();
    RawGraph sorted = Endpoints.select(raw, choices);
    GraphInput input = GraphInput.of(sorted);
    if (input.batch() > 1) {
      choices.add(
          new Choice(
              "batch", "1", "the file has a batch of " + input.batch() + "; Octet runs one"));
    }
    Shape shape = input.shape(options);
    if (!input.contradicts(shape)) {
      return convert(sorted, input, shape, choices);
    }
    return resized(sorted, input, shape, choices);
  }

  /** Imports at another size than the file's, which must not change any layer. */
  private Result resized(RawGraph sorted, GraphInput input, Shape shape, List<Choice> choices) {
    Shape own = input.fixedShape();
    Result before = convert(sorted, input, own, choices);
    String remedy = "leave --size out, or export with an input of " + size(shape);
    try {
      Result after = convert(sorted, input, shape, choices);
      if (sameLayers(before.graph(), after.graph())) {
        choices.add(
            new Choice(
                "input size",
                size(shape),
                "as asked for or as the tensors are; the file's own is " + size(own)));
        return new Result(after.graph(), choices, after.normalization());
      }
    } catch (OctetException e) {
      throw new OctetException(
          Failure.USAGE,
          "the model's input is fixed at "
              + size(own)
              + " and does not work at "
              + size(shape)
              + " ("
              + e.getMessage()
              + ")",
          "--size",
          remedy,
          e);
    }
    throw new OctetException(
        Failure.USAGE,
        "the model's input is fixed at " + size(own) + ", and another size changes its layers",
        "--size",
        remedy);
  }

  private static String size(Shape shape) {
    return shape.height() + "x" + shape.width();
  }

  private static boolean sameLayers(FloatGraph a, FloatGraph b) {
    if (a.nodes().size() != b.nodes().size()
        || a.outputs().size() != b.outputs().size()
        || a.givesOneRow() && !a.outputShape().equals(b.outputShape())) {
      return false;
    }
    for (int i = 0; i < a.nodes().size(); i++) {
      Op x = a.nodes().get(i).op();
      Op y = b.nodes().get(i).op();
      if (x.getClass() != y.getClass()
          || x instanceof Op.Conv c && !sameKernel(c.window(), ((Op.Conv) y).window())) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameKernel(Window a, Window b) {
    return a.kernelHeight == b.kernelHeight && a.kernelWidth == b.kernelWidth;
  }

  private Result convert(RawGraph sorted, GraphInput input, Shape shape, List<Choice> before) {
    Conversion conversion =
        new Conversion(
            sorted.opset(),
            input.batch(),
            sorted.initializers(),
            input.name(),
            input.activation(shape),
            new MemoryBudget(fileBytes));
    for (RawNode node : sorted.nodes()) {
      conversion.convert(node);
    }
    List<Choice> choices = new ArrayList<>(before);
    choices.addAll(conversion.choices());
    List<GraphOutput> outputs = new Heads(sorted, conversion).outputs(choices);
    FloatGraph graph = new FloatGraph(name, input.name(), shape, conversion.nodes(), outputs);
    FloatGraph simplified = GraphPasses.apply(graph);
    Optional<OwnNormalization> own = OwnNormalization.of(simplified);
    own.map(OwnNormalization::choice).ifPresent(choices::add);
    return new Result(
        simplified, choices, own.map(OwnNormalization::expects).orElse(USUAL_NORMALIZATION));
  }
}

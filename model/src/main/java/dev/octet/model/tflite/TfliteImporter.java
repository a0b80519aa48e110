package dev.octet.model.tflite;

import dev.octet.model.Choice;
import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.KeptQuantization;
import dev.octet.model.ModelLimits;
import dev.octet.model.Normalization;
import dev.octet.model.PixelScale;
import dev.octet.model.SourceFacts;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.GraphOutput;
import dev.octet.model.graph.Shape;
import dev.octet.model.pass.GraphPasses;
import dev.octet.model.pass.OwnNormalization;
import dev.octet.model.tflite.convert.LiteConversion;
import dev.octet.model.tflite.convert.LiteMap;
import dev.octet.model.tflite.convert.LiteResult;
import dev.octet.model.tflite.read.TfliteErrors;
import dev.octet.model.tflite.read.TfliteGraph;
import dev.octet.model.tflite.read.TfliteOperator;
import dev.octet.model.tflite.read.TfliteTensor;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.schedule.output.Ending;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings a TensorFlow Lite network to the float graph: convert, simplify. */
final class TfliteImporter {
  private static final Normalization USUAL_NORMALIZATION = Normalization.MINUS_ONE_ONE;

  private TfliteImporter() {}

  static FloatModel read(TfliteGraph lite, Path file, ImportOptions options, String sha256) {
    NeededOperators needed = NeededOperators.of(lite);
    TfliteTensor source = needed.input();
    Shape shape = shape(source, options);
    LiteConversion conversion = new LiteConversion(lite);
    LiteMap input = conversion.input(source, shape);
    try {
      for (TfliteOperator operator : needed.operators()) {
        conversion.convert(operator);
      }
    } catch (OctetException e) {
      if (contradicts(source, shape)) {
        throw resized(source, shape, e);
      }
      throw e;
    }
    List<GraphOutput> outputs = outputs(lite, needed, conversion, input);
    FloatGraph graph =
        GraphPasses.apply(
            new FloatGraph(name(file), input.tensor(), shape, conversion.nodes(), outputs));
    if (graph.nodes().isEmpty()) {
      throw TfliteErrors.damaged("the network computes nothing", lite.file());
    }
    Optional<OwnNormalization> normalization = OwnNormalization.of(graph);
    List<Choice> choices = new ArrayList<>(conversion.choices());
    for (GraphOutput output : outputs) {
      if (output.ending() == Ending.SIGMOID) {
        choices.add(Choice.sigmoids(output, outputs.size() == 1));
      }
    }
    normalization.map(OwnNormalization::choice).ifPresent(choices::add);
    Optional<KeptQuantization> kept = conversion.kept();
    TfliteMetadata metadata = TfliteMetadata.of(lite, file);
    Optional<PixelScale> pixels = LiteInputScale.pixels(source).or(metadata::pixels);
    return new FloatModel(
        graph,
        kept.isPresent() ? "TensorFlow Lite, 8 bits" : "TensorFlow Lite",
        sha256,
        choices,
        normalization.map(OwnNormalization::expects).orElse(USUAL_NORMALIZATION),
        new SourceFacts(pixels, metadata.labels(), kept));
  }

  private static List<GraphOutput> outputs(
      TfliteGraph lite, NeededOperators needed, LiteConversion conversion, LiteMap input) {
    List<GraphOutput> outputs = new ArrayList<>();
    for (int number : needed.outputs()) {
      if (!(conversion.value(number).orElse(null) instanceof LiteResult result)
          || result instanceof LiteMap map && map.tensor().equals(input.tensor())) {
        throw TfliteErrors.unsupported(
            lite.tensor(number), "nothing computes this output", "give a network with layers");
      }
      outputs.add(result.output(lite.tensor(number).name()));
    }
    return outputs;
  }

  private static String name(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static Shape shape(TfliteTensor input, ImportOptions options) {
    int[] dims = input.dims();
    if (dims.length != 4) {
      throw TfliteErrors.unsupported(
          input,
          dims.length + " axes are not those of a batch of pictures",
          "convert with an input of height, width and channels");
    }
    if (dims[3] < 1) {
      throw TfliteErrors.unsupported(
          input, "its number of channels is open", "convert with fixed channels");
    }
    int rows = options.height().orElse(dims[1]);
    int columns = options.width().orElse(dims[2]);
    if (rows < 1 || columns < 1) {
      throw new OctetException(
          Failure.USAGE,
          "the model leaves the size of its input open",
          input.label(),
          "say it with --size, such as --size 224");
    }
    if ((double) rows * columns * dims[3] > ModelLimits.ACTIVATION_ELEMENTS) {
      throw new OctetException(
          Failure.USAGE,
          rows + "x" + columns + " with " + dims[3] + " channels is too large",
          input.label(),
          "use a smaller --size");
    }
    return new Shape(rows, columns, dims[3]);
  }

  private static boolean contradicts(TfliteTensor input, Shape shape) {
    return input.dims()[1] > 0 && input.dims()[1] != shape.height()
        || input.dims()[2] > 0 && input.dims()[2] != shape.width();
  }

  private static OctetException resized(TfliteTensor input, Shape shape, OctetException e) {
    return new OctetException(
        Failure.USAGE,
        "the model's input is "
            + input.dims()[1]
            + "x"
            + input.dims()[2]
            + " and does not work at "
            + shape.height()
            + "x"
            + shape.width()
            + " ("
            + e.getMessage()
            + ")",
        "--size",
        "leave --size out",
        e);
  }
}

package dev.octet.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.model.Choice;
import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.ModelLimits;
import dev.octet.model.Normalization;
import dev.octet.model.file.MemoryBudget;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.GraphOutput;
import dev.octet.model.graph.Shape;
import dev.octet.model.keras.config.KerasErrors;
import dev.octet.model.keras.config.LayerConfig;
import dev.octet.model.keras.config.NetworkConfig;
import dev.octet.model.keras.layer.GraphEmitter;
import dev.octet.model.keras.layer.KerasValue;
import dev.octet.model.pass.GraphPasses;
import dev.octet.model.pass.OwnNormalization;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.schedule.output.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings a Keras network to the float graph: read the config, convert, simplify. */
final class KerasImporter {
  private static final String INPUT = "input";
  private static final Normalization USUAL_NORMALIZATION = Normalization.MINUS_ONE_ONE;

  private KerasImporter() {}

  static FloatModel read(KerasSource source, ImportOptions options, String file, String sha256) {
    LayerConfig model = NetworkConfig.layer(source.network(), source.kerasMajor(), file);
    NetworkConfig network = NetworkConfig.of(model);
    int[] own = inputShape(network, model);
    Shape shape = shape(own, options, model);
    GraphEmitter emitter = new GraphEmitter(INPUT, new MemoryBudget(source.fileBytes()));
    List<KerasValue> values;
    try {
      values =
          new NetworkBuilder(emitter, source.weights())
              .build(network, model, KerasValue.map(INPUT, shape), List.of());
    } catch (OctetException e) {
      if (own[0] > 0 && own[0] != shape.height() || own[1] > 0 && own[1] != shape.width()) {
        throw resized(own, shape, e);
      }
      throw e;
    }
    List<GraphOutput> outputs = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      outputs.add(output(network.outputs().get(i).layer(), values.get(i), model));
    }
    if (emitter.nodes().isEmpty()) {
      throw KerasErrors.damaged("the network computes nothing", file);
    }
    FloatGraph graph =
        GraphPasses.apply(new FloatGraph(network.name(), INPUT, shape, emitter.nodes(), outputs));
    if (graph.nodes().isEmpty()) {
      throw KerasErrors.damaged("the network computes nothing", file);
    }
    Optional<OwnNormalization> normalization = OwnNormalization.of(graph);
    List<Choice> choices = new ArrayList<>(emitter.choices());
    for (GraphOutput output : outputs) {
      if (output.ending() == Ending.SIGMOID) {
        choices.add(Choice.sigmoids(output, outputs.size() == 1));
      }
    }
    normalization.map(OwnNormalization::choice).ifPresent(choices::add);
    return new FloatModel(
        graph,
        source.format(),
        sha256,
        choices,
        normalization.map(OwnNormalization::expects).orElse(USUAL_NORMALIZATION));
  }

  private static GraphOutput output(String name, KerasValue value, LayerConfig model) {
    if (value.scaled() != null) {
      throw KerasErrors.unsupported(
          model,
          "it ends in a flattened map that is normalized feature by feature",
          "put a Dense layer behind it");
    }
    if (value.tensor().equals(INPUT)) {
      throw KerasErrors.unsupported(
          model, "output '" + name + "' is its input", "give a network with layers");
    }
    List<Integer> extents = new ArrayList<>(List.of(1));
    extents.addAll(value.axes());
    return GraphOutput.whole(
        name, value.tensor(), value.shape(), extents, value.ending(), extents.size() - 1);
  }

  private static OctetException resized(int[] own, Shape shape, OctetException e) {
    String wanted = shape.height() + "x" + shape.width();
    return new OctetException(
        Failure.USAGE,
        "the model's input is "
            + (own[0] > 0 ? own[0] : "?")
            + "x"
            + (own[1] > 0 ? own[1] : "?")
            + " and does not work at "
            + wanted
            + " ("
            + e.getMessage()
            + ")",
        "--size",
        "leave --size out",
        e);
  }

  /** Height, width and channels of the input; -1 where they are open. */
  private static int[] inputShape(NetworkConfig network, LayerConfig model) {
    NetworkConfig.Layer layer = network.byName().get(network.input().layer());
    if (layer == null) {
      throw KerasErrors.invalid(model, "its input does not exist");
    }
    LayerConfig input = layer.config();
    JsonNode shape = input.get("batch_shape");
    for (String key : List.of("batch_input_shape", "build_input_shape", "batch_shape")) {
      shape = shape.isArray() ? shape : input.get(key);
    }
    if (!shape.isArray()) {
      // A network that begins with another one has that one's input.
      for (NetworkConfig.Layer next : network.layers()) {
        if (NetworkConfig.isNetwork(next.config())) {
          return inputShape(NetworkConfig.of(next.config()), next.config());
        }
      }
    }
    if (shape.size() != 4) {
      throw KerasErrors.unsupported(
          input,
          "its shape is not that of a batch of pictures",
          "save the model with an input of height, width and channels");
    }
    int[] extents = new int[3];
    for (int i = 0; i < 3; i++) {
      JsonNode extent = shape.get(i + 1);
      extents[i] =
          extent.isNull() ? -1 : input.integer("shape", extent, 1, ModelLimits.ACTIVATION_ELEMENTS);
    }
    if (extents[2] < 1) {
      throw KerasErrors.unsupported(
          input, "its number of channels is open", "save the model with fixed channels");
    }
    return extents;
  }

  private static Shape shape(int[] own, ImportOptions options, LayerConfig model) {
    int rows = options.height().orElse(own[0]);
    int columns = options.width().orElse(own[1]);
    if (rows < 1 || columns < 1) {
      throw new OctetException(
          Failure.USAGE,
          "the model leaves the size of its input open",
          model.where(),
          "say it with --size, such as --size 224");
    }
    if ((double) rows * columns * own[2] > ModelLimits.ACTIVATION_ELEMENTS) {
      throw new OctetException(
          Failure.USAGE,
          rows + "x" + columns + " with " + own[2] + " channels is too large",
          model.where(),
          "use a smaller --size");
    }
    return new Shape(rows, columns, own[2]);
  }
}

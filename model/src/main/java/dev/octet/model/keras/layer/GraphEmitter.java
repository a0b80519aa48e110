package dev.octet.model.keras.layer;

import dev.octet.model.Choice;
import dev.octet.model.ModelLimits;
import dev.octet.model.file.MemoryBudget;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.graph.UnaryFunction;
import dev.octet.model.keras.config.KerasErrors;
import dev.octet.model.keras.config.LayerConfig;
import dev.octet.runtime.schedule.output.Ending;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects the nodes of a float graph while layers are converted. */
public final class GraphEmitter {
  private final List<Node> nodes = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, Integer> repeated = new HashMap<>();
  private final List<Choice> choices = new ArrayList<>();
  private final Map<String, Ended> ended = new HashMap<>();

  /** A softmax or sigmoid that is split off if nothing reads it. */
  private record Ended(LayerConfig layer, KerasValue input) {}

  private final MemoryBudget budget;

  /**
   * No nodes yet.
   *
   * @param budget memory for what the file does not hold itself
   */
  public GraphEmitter(String input, MemoryBudget budget) {
    this.budget = budget;
    names.add(input);
  }

  /** The nodes emitted, in order. */
  public List<Node> nodes() {
    return nodes;
  }

  /** Takes a softmax or sigmoids for the network's end, until a layer reads them. */
  public KerasValue splitOff(LayerConfig layer, KerasValue input, Ending ending) {
    KerasValue read = computed(layer, input);
    // Two softmaxes over different axes of one tensor: the one that no operation expresses stays.
    ended.merge(
        ending + read.tensor(),
        new Ended(layer, read),
        (a, b) -> ending == Ending.SOFTMAX && !a.input().channelsLast() ? a : b);
    return read.ended(ending);
  }

  /** A value whose softmax or sigmoids, if any, are a node inside the network. */
  private KerasValue computed(LayerConfig reader, KerasValue value) {
    if (value.ending() == Ending.NONE || value.scaled() != null) {
      return value;
    }
    Ended by = ended.get(value.ending() + value.tensor());
    boolean softmax = value.ending() == Ending.SOFTMAX;
    if (softmax
        && (!by.input().channelsLast()
            || by.layer().text("activation", "").equals("log_softmax"))) {
      throw KerasErrors.unsupported(
          reader,
          "it follows a softmax over " + by.input().axes() + " or a log_softmax",
          "inside the network only a softmax over the channels is supported");
    }
    KerasValue output =
        emit(
            by.layer(),
            softmax ? new Op.Softmax() : new Op.Unary(UnaryFunction.SIGMOID),
            by.input());
    return new KerasValue(output.tensor(), output.shape(), value.axes(), Ending.NONE);
  }

  /** Notes for the user. */
  public List<Choice> choices() {
    return choices;
  }

  /**
   * Adds a node.
   *
   * @return its output, with the axes of a map
   * @throws dev.octet.runtime.OctetException UNSUPPORTED if the inputs do not fit
   */
  public KerasValue emit(LayerConfig layer, Op op, KerasValue... values) {
    KerasValue[] inputs =
        Arrays.stream(values).map(v -> computed(layer, v)).toArray(KerasValue[]::new);
    Shape shape;
    try {
      for (KerasValue input : inputs) {
        requireReadable(layer, input);
      }
      shape = op.outputShape(Arrays.stream(inputs).map(KerasValue::shape).toList());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw KerasErrors.unsupported(layer, e.getMessage(), "check the shapes of its inputs");
    }
    if (shape.height() < 1 || shape.width() < 1) {
      throw KerasErrors.unsupported(
          layer, "nothing is left of a map of " + inputs[0].shape(), "use a larger input");
    }
    if ((double) shape.height() * shape.width() * shape.channels() > ModelLimits.ACTIVATION_ELEMENTS
        || nodes.size() >= ModelLimits.NODES) {
      throw KerasErrors.invalid(layer, "the network is too large");
    }
    String name = unique(layer.name());
    nodes.add(new Node(name, op, Arrays.stream(inputs).map(KerasValue::tensor).toList(), name));
    return KerasValue.map(name, shape);
  }

  /** Adds a node that changes values one by one: the axes stay. */
  public KerasValue elementwise(LayerConfig layer, Op op, KerasValue input) {
    KerasValue output = emit(layer, op, input);
    return new KerasValue(output.tensor(), output.shape(), input.axes(), Ending.NONE);
  }

  /** {@code gamma * x + beta} per channel. */
  public KerasValue affine(LayerConfig layer, KerasValue input, float[] gamma, float[] beta) {
    if (input.isFlattened() && gamma.length == input.last()) {
      charge(layer, 2L * gamma.length);
      return input.withScale(gamma, beta);
    }
    if (!input.channelsLast()) {
      throw KerasErrors.unsupported(
          layer,
          "its last axis of " + input.last() + " is not the channels of " + input.shape(),
          "scale maps before they are flattened");
    }
    return scaled(layer, input, gamma, beta);
  }

  private KerasValue scaled(LayerConfig layer, KerasValue input, float[] gamma, float[] beta) {
    charge(layer, 2L * gamma.length);
    float[] mean = new float[gamma.length];
    float[] variance = new float[gamma.length];
    Arrays.fill(variance, 1);
    return elementwise(layer, new Op.BatchNorm(gamma, beta, mean, variance, 0, false), input);
  }

  /** {@code gamma * x + beta} with numbers for all channels. */
  public KerasValue affine(LayerConfig layer, KerasValue input, double gamma, double beta) {
    boolean features = input.scaled() != null;
    int count = features ? input.last() : input.shape().channels();
    charge(layer, 2L * count);
    float[] gammas = new float[count];
    float[] betas = new float[count];
    Arrays.fill(gammas, (float) gamma);
    Arrays.fill(betas, (float) beta);
    return features ? input.withScale(gammas, betas) : scaled(layer, input, gammas, betas);
  }

  /** Takes floats that the file does not hold itself off the budget. */
  public void charge(LayerConfig layer, long floats) {
    if (!budget.take(floats, Float.BYTES)) {
      throw KerasErrors.invalid(
          layer, "with it the network is larger than a file of this size may be");
    }
  }

  private void requireReadable(LayerConfig layer, KerasValue input) {
    if (input.scaled() != null) {
      throw KerasErrors.unsupported(
          layer,
          "it reads the features of a flattened map that are normalized one by one",
          "put a Dense layer right behind such a normalization, or normalize the channels before"
              + " the map is flattened");
    }
  }

  /** A layer called several times, or of the same name in several networks, gets numbers. */
  private String unique(String wanted) {
    String name = wanted;
    while (!names.add(name)) {
      name = wanted + "_" + repeated.merge(wanted, 1, (a, b) -> a + b);
    }
    return name;
  }
}

package dev.octet.model.keras.layer;

import dev.octet.model.Choice;
import dev.octet.model.ModelLimits;
import dev.octet.model.file.MemoryBudget;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
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
  private final Map<String, LayerConfig> sigmoids = new HashMap<>();

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

  /** Takes sigmoids for the network's end. */
  public KerasValue splitOffSigmoids(LayerConfig layer, KerasValue input) {
    sigmoids.put(input.tensor(), layer);
    return input.ended(Ending.SIGMOID);
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
  public KerasValue emit(LayerConfig layer, Op op, KerasValue... inputs) {
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
    if (input.ending() == Ending.SIGMOID) {
      // Not the network's end, but an activation inside it, or the gate of a swish.
      throw KerasErrors.unsupported(
          sigmoids.get(input.tensor()),
          "the activation 'sigmoid'",
          "train with ReLU, ReLU6, hard-swish or hard-sigmoid instead");
    }
    if (input.ending() != Ending.NONE) {
      throw KerasErrors.unsupported(
          layer, "it follows a softmax or sigmoid", "both are only supported at the end");
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

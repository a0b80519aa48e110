package dev.octet.model.onnx.convert;

import dev.octet.model.Choice;
import dev.octet.model.ModelLimits;
import dev.octet.model.file.MemoryBudget;
import dev.octet.model.graph.ElementTable;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.graph.UnaryFunction;
import dev.octet.model.onnx.constant.ConstantFolders;
import dev.octet.model.onnx.constant.FoldBudget;
import dev.octet.model.onnx.raw.Arrangement;
import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawNode;
import dev.octet.model.onnx.tensor.Activation;
import dev.octet.model.onnx.tensor.Axis;
import dev.octet.model.onnx.tensor.OnnxValue;
import dev.octet.model.onnx.tensor.ScaledFeatures;
import dev.octet.model.onnx.tensor.View;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.schedule.output.Ending;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** State of one import: what every ONNX tensor stands for, and the float nodes emitted so far. */
public final class Conversion {
  private static final String UNKNOWN_OPERATOR =
      "Octet takes the operators of the MobileNet family; replace it in the network and export"
          + " again";

  private final int opset;
  private final long batch;
  private final FoldBudget budget;
  private final Map<String, OnnxValue> values = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Set<String> nodeNames = new HashSet<>();
  private final Set<String> tensorNames = new HashSet<>();
  private final List<Choice> choices = new ArrayList<>();
  private final ElementTable elements = new ElementTable();
  private final Map<String, Activation> emitted = new HashMap<>();
  private final IdentityHashMap<Constant, Map<String, float[]>> rearranged =
      new IdentityHashMap<>();

  /**
   * Begins an import.
   *
   * @param opset version of ONNX's operators
   * @param batch batch size the file was exported with, -1 if it is open; it is taken as 1
   * @param initializers the stored tensors
   * @param inputName name of the graph's input
   * @param input the graph's input
   * @param budget memory for what is computed
   */
  public Conversion(
      int opset,
      long batch,
      Map<String, Constant> initializers,
      String inputName,
      Activation input,
      MemoryBudget budget) {
    this.opset = opset;
    this.batch = batch;
    this.budget = new FoldBudget(budget);
    values.putAll(initializers);
    values.put(inputName, input);
    tensorNames.add(input.tensor());
    emitted.put(input.tensor(), input);
  }

  /** Version of ONNX's operators. */
  public int opset() {
    return opset;
  }

  /** Batch size the file was exported with, -1 if open. */
  public long batch() {
    return batch;
  }

  /** The float nodes emitted, in order. */
  public List<Node> nodes() {
    return nodes;
  }

  /** What the import decided for the user. */
  public List<Choice> choices() {
    return choices;
  }

  /** Numbers of the elements that outputs are made of. */
  public ElementTable elements() {
    return elements;
  }

  /** Converts a node whose inputs have all been converted. */
  public void convert(RawNode node) {
    List<Constant> constants = new ArrayList<>();
    boolean constant = true;
    for (String input : node.inputs()) {
      OnnxValue value = input.isEmpty() ? null : values.get(input);
      if (value == null && !input.isEmpty()) {
        throw OnnxErrors.invalid(node, "it reads '" + input + "', which nothing computes");
      }
      if (value == null || value instanceof Constant) {
        constants.add((Constant) value);
      } else {
        constant = false;
      }
    }
    if (!node.domain().isEmpty()) {
      throw OnnxErrors.unsupported(
          node,
          "operator '" + node.domain() + "." + node.opType() + "' is not one of ONNX's own",
          Refusals.remedy(node.opType()).orElse("export with ONNX's own operators only"));
    }
    Optional<OperatorConverter> converter = Converters.of(node.opType());
    Optional<OctetException> refusal = converter.isEmpty() ? Refusals.of(node) : Optional.empty();
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    if (node.attributes().hasOther()) {
      throw OnnxErrors.unsupported(
          node, "an attribute is a subgraph or a list of strings", UNKNOWN_OPERATOR);
    }
    if (constant && ConstantFolders.of(node.opType()).isPresent()) {
      fold(node, constants);
      return;
    }
    if (!Arrangements.onlyMoves(node) || joinsMaps(node) || isSecondEnding(node)) {
      settle(node);
    }
    if (Arrangements.takes(node, this)) {
      Arrangements.convert(node, this);
      return;
    }
    converter
        .orElseThrow(
            () ->
                OnnxErrors.unsupported(
                    node, "operator " + node.opType() + " is not supported", UNKNOWN_OPERATOR))
        .convert(node, this);
  }

  /** Whether a node is an ending of its own after one. */
  private boolean isSecondEnding(RawNode node) {
    return Arrangements.isEnding(node)
        && (values.get(node.input(0)) instanceof Activation activation
                && activation.ending() != Ending.NONE
            || values.get(node.input(0)) instanceof Arrangement moved
                && moved.ending() != Ending.NONE);
  }

  /** Whether a node joins whole maps, which layers may read. */
  private boolean joinsMaps(RawNode node) {
    return node.opType().equals("Concat")
        && node.inputs().stream()
            .map(values::get)
            .allMatch(
                value ->
                    value instanceof Activation activation && activation.view().rank() == 4
                        || value instanceof Arrangement moved && moved.numbers().rank() == 4);
  }

  /**
   * Computes what was put off because an output might have been made of it: elements that were
   * moved, a sigmoid, a softmax.
   */
  private void settle(RawNode node) {
    for (String input : new LinkedHashSet<>(node.inputs())) {
      OnnxValue value = values.get(input);
      if (value instanceof Arrangement moved) {
        Activation map = Arrangements.map(node, this, moved);
        List<Axis> row =
            moved.ending() == Ending.SOFTMAX ? map.view().axes().get(moved.axis()) : List.of();
        value = map.ended(moved.ending(), row);
      }
      if (value instanceof Activation ended && ended.ending() == Ending.SIGMOID) {
        value = step(node, new Op.Unary(UnaryFunction.SIGMOID), s -> ended.view(), plain(ended));
      } else if (value instanceof Activation ended
          && ended.ending() == Ending.SOFTMAX
          && !choices.contains(Choice.LOG_SOFTMAX)
          && ended.row().equals(List.of(Axis.CHANNEL))) {
        value = step(node, new Op.Softmax(), s -> ended.view(), plain(ended));
      }
      if (value != null) {
        values.put(input, value);
      }
    }
  }

  private static Activation plain(Activation activation) {
    return activation.ended(Ending.NONE, List.of());
  }

  /** A tensor of the float graph by its name. */
  Optional<Activation> emitted(String tensor) {
    return Optional.ofNullable(emitted.get(tensor));
  }

  /** What an operator makes of constants; takes their elements off the budget. */
  List<Constant> folded(RawNode node, List<Constant> constants) {
    return ConstantFolders.of(node.opType()).orElseThrow().fold(node, constants, budget);
  }

  private void fold(RawNode node, List<Constant> constants) {
    List<Constant> results = folded(node, constants);
    for (int i = 0; i < results.size() && i < node.outputs().size(); i++) {
      if (!node.outputs().get(i).isEmpty()) {
        values.put(node.outputs().get(i), results.get(i));
      }
    }
  }

  /** What a tensor stands for, if it has been converted. */
  public Optional<OnnxValue> value(String tensor) {
    return Optional.ofNullable(values.get(tensor));
  }

  /** What an input stands for; empty if it is left out. */
  public Optional<OnnxValue> input(RawNode node, int index) {
    String name = node.input(index);
    return name.isEmpty() ? Optional.empty() : value(name);
  }

  /** An input that is an activation, perhaps after the final softmax. */
  public Activation view(RawNode node, int index) {
    OnnxValue value = input(node, index).orElse(null);
    if (value instanceof Activation activation) {
      return activation;
    }
    if (value instanceof Arrangement arrangement) {
      throw arrangement.refusal();
    }
    if (value instanceof ScaledFeatures) {
      throw OnnxErrors.unsupported(
          node,
          "it reads features of a flattened map that are normalized one by one",
          "put a fully connected layer right after such a normalization, or normalize channels"
              + " before the map is flattened");
    }
    throw OnnxErrors.unsupported(
        node,
        "input " + index + " is " + (node.input(index).isEmpty() ? "left out" : "a constant"),
        "simplify the model (fold constants) and export again");
  }

  /** An input that is an activation. */
  public Activation activation(RawNode node, int index) {
    Activation activation = view(node, index);
    if (activation.ending() != Ending.NONE) {
      throw OnnxErrors.unsupported(
          node,
          "it follows a softmax or sigmoid, which can only be the last step",
          "export the network up to its logits");
    }
    return activation;
  }

  /**
   * An input that is an activation, or the features of a flattened map that are still to be scaled.
   */
  public ScaledFeatures features(RawNode node, int index) {
    if (input(node, index).orElse(null) instanceof ScaledFeatures scaled) {
      return scaled;
    }
    return new ScaledFeatures(activation(node, index), null, null);
  }

  /** An input that is a map in ONNX's own layout (batch, channels, height, width). */
  public Activation map(RawNode node, int index) {
    Activation activation = activation(node, index);
    if (!activation.view().equals(View.nchw(activation.shape()))) {
      throw OnnxErrors.unsupported(
          node,
          "its input is not laid out as batch, channels, height, width with batch 1, but is "
              + Arrays.toString(activation.dims()),
          "Octet takes 2-D images; export without transposes between the layers");
    }
    return activation;
  }

  /** An input that is a constant; empty if it is left out. */
  public Optional<Constant> constant(RawNode node, int index) {
    Optional<OnnxValue> value = input(node, index);
    if (value.isPresent() && !(value.get() instanceof Constant)) {
      throw OnnxErrors.unsupported(
          node,
          "input " + index + " ('" + node.input(index) + "') depends on the picture",
          "export it as a constant");
    }
    return value.map(v -> (Constant) v);
  }

  /**
   * An input of floats that must be there and be finite: weights, biases, statistics.
   *
   * @throws dev.octet.runtime.OctetException (INPUT) naming the tensor that is not finite
   */
  public Constant weights(RawNode node, int index) {
    Constant constant =
        constant(node, index)
            .orElseThrow(() -> OnnxErrors.invalid(node, "input " + index + " is missing"));
    if (!constant.isFloat()) {
      charge(node, constant.size());
    }
    return finite(constant);
  }

  /** The constant, if all of it is finite. */
  public static Constant finite(Constant constant) {
    int bad = constant.firstNotFinite();
    if (bad >= 0) {
      throw OnnxErrors.invalidTensor(
          constant.name(), "element " + bad + " is " + constant.number(bad));
    }
    return constant;
  }

  /** Weights in another order, computed once per tensor and order so that reuse stays visible. */
  public float[] rearranged(
      RawNode node, Constant weights, String order, Function<Constant, float[]> how) {
    Map<String, float[]> orders = rearranged.computeIfAbsent(weights, key -> new HashMap<>());
    float[] known = orders.get(order);
    if (known != null) {
      return known;
    }
    if (!orders.isEmpty()) {
      charge(node, weights.size());
    }
    float[] values = how.apply(weights);
    orders.put(order, values);
    return values;
  }

  /** Zeros for a layer that has no bias. */
  public float[] zeros(RawNode node, int outputs) {
    charge(node, outputs);
    return new float[outputs];
  }

  /** Takes the elements of a computed constant off the budget. */
  public void charge(RawNode node, int elements) {
    budget.take(node, elements);
  }

  /** Says what a tensor stands for. */
  void define(String tensor, OnnxValue value) {
    values.put(tensor, value);
  }

  /** Says what a node's first output stands for. */
  public void define(RawNode node, OnnxValue value) {
    values.put(node.output(), value);
  }

  /** Emits a float node that computes a node's first output, laid out batch, channels, map. */
  public void emit(RawNode node, Op op, Activation... inputs) {
    emit(node, op, View::nchw, inputs);
  }

  /** Emits a float node that computes a node's first output. */
  public void emit(RawNode node, Op op, Function<Shape, View> view, Activation... inputs) {
    define(node, step(node, op, view, inputs));
  }

  /** Emits a float node that is one step of what a node computes. */
  public Activation step(RawNode node, Op op, Function<Shape, View> view, Activation... inputs) {
    Shape shape;
    try {
      shape = op.outputShape(List.of(inputs).stream().map(Activation::shape).toList());
      if (Math.multiplyExact((long) shape.pixels(), shape.channels())
          > ModelLimits.ACTIVATION_ELEMENTS) {
        throw new ArithmeticException("its output " + shape + " is too large");
      }
      shape.elements();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw OnnxErrors.unsupported(node, e.getMessage(), "check the input size (--size)");
    }
    String tensor = unique(node.output(), tensorNames);
    nodes.add(
        new Node(
            unique(node.name(), nodeNames),
            op,
            List.of(inputs).stream().map(Activation::tensor).toList(),
            tensor));
    Activation result = new Activation(tensor, shape, view.apply(shape));
    emitted.put(tensor, result);
    return result;
  }

  private static String unique(String wanted, Set<String> taken) {
    String name = wanted;
    for (int i = 2; !taken.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }
}

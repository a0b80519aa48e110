package dev.octet.model.tflite.convert;

import dev.octet.model.Choice;
import dev.octet.model.KeptQuantization;
import dev.octet.model.ModelLimits;
import dev.octet.model.TensorScale;
import dev.octet.model.file.MemoryBudget;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.graph.UnaryFunction;
import dev.octet.model.tflite.read.AffineScale;
import dev.octet.model.tflite.read.ElementCode;
import dev.octet.model.tflite.read.StoredConstants;
import dev.octet.model.tflite.read.StoredValues;
import dev.octet.model.tflite.read.TfliteErrors;
import dev.octet.model.tflite.read.TfliteGraph;
import dev.octet.model.tflite.read.TfliteOperator;
import dev.octet.model.tflite.read.TfliteTensor;
import dev.octet.model.tflite.read.TfliteValue;
import dev.octet.runtime.schedule.output.Ending;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the operators converted so far have become: values, nodes, scales, notes. */
public final class LiteConversion {
  private final TfliteGraph graph;
  private final StoredConstants constants;
  private final MemoryBudget budget;
  private final Map<Integer, TfliteValue> values = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, TensorScale> scales = new HashMap<>();
  private final Map<String, double[]> weightScales = new HashMap<>();
  private final List<Choice> choices = new ArrayList<>();
  private boolean integersOnly = true;

  /** Nothing converted yet. */
  public LiteConversion(TfliteGraph graph) {
    this.graph = graph;
    this.constants = new StoredConstants(graph.bytes());
    this.budget = new MemoryBudget(graph.bytes());
  }

  /** Defines the network's input. */
  public LiteMap input(TfliteTensor tensor, Shape shape) {
    LiteMap input = LiteMap.of(unique(tensor), shape);
    values.put(tensor.index(), input);
    remember(tensor, input.tensor());
    return input;
  }

  /**
   * Converts an operator.
   *
   * @throws dev.octet.runtime.OctetException as {@link LiteConverter#convert}
   */
  public void convert(TfliteOperator operator) {
    if (operator.outputs().length == 0) {
      throw TfliteErrors.invalid(operator, "it has no output");
    }
    LiteConverters.of(operator).convert(operator, this);
  }

  /** What a tensor of the file has become. */
  public Optional<TfliteValue> value(int tensor) {
    return Optional.ofNullable(values.get(tensor));
  }

  /** The nodes emitted, in order. */
  public List<Node> nodes() {
    return nodes;
  }

  /** Notes for the user. */
  public List<Choice> choices() {
    return choices;
  }

  /** How the file is quantized, if it computes with integers from the input on. */
  public Optional<KeptQuantization> kept() {
    return integersOnly && !weightScales.isEmpty()
        ? Optional.of(new KeptQuantization(scales, weightScales))
        : Optional.empty();
  }

  /** An operator's output tensor. */
  TfliteTensor output(TfliteOperator operator) {
    return graph.tensor(operator.outputs()[0]);
  }

  /** A computed input. */
  LiteMap map(TfliteOperator operator, int input) {
    if (!(read(operator, input) instanceof LiteMap map)) {
      throw TfliteErrors.unsupported(
          operator,
          "input " + input + " is a constant",
          "convert the network again so that constants are folded");
    }
    return map.ending() == Ending.NONE ? map : computed(operator, input, map);
  }

  /** Computes after all what was split off: something reads it. */
  private LiteMap computed(TfliteOperator operator, int input, LiteMap map) {
    if (map.ending() == Ending.ARGMAX) {
      throw TfliteErrors.unsupported(
          operator, "it follows an argmax", "an argmax is only supported at the end");
    }
    Op op =
        map.ending() == Ending.SIGMOID ? new Op.Unary(UnaryFunction.SIGMOID, 0) : new Op.Softmax();
    TfliteTensor tensor = graph.tensor(operator.inputs()[input]);
    String name = unique(tensor);
    nodes.add(new Node(name, op, List.of(map.tensor()), name));
    remember(tensor, name);
    LiteMap result = new LiteMap(name, map.shape(), map.axes(), Ending.NONE);
    values.put(tensor.index(), result);
    return result;
  }

  /** An input as a map of height, width and channels. */
  LiteMap picture(TfliteOperator operator) {
    LiteMap map = map(operator, 0);
    if (!map.isMap()) {
      throw TfliteErrors.unsupported(
          operator, "it reads axes " + map.axes(), "give it height, width and channels");
    }
    return map;
  }

  /** An input that is stored in the file, if it is. */
  Optional<TfliteTensor> constant(TfliteOperator operator, int input) {
    return operator.has(input) && read(operator, input) instanceof TfliteTensor constant
        ? Optional.of(constant)
        : Optional.empty();
  }

  /** An input that has to be stored in the file. */
  TfliteTensor stored(TfliteOperator operator, int input, String what) {
    return constant(operator, input)
        .orElseThrow(
            () ->
                TfliteErrors.unsupported(
                    operator,
                    what + " are computed, not stored",
                    "freeze the network's variables"));
  }

  /** The values of a constant; zeros between sparse ones are written out. */
  StoredValues values(TfliteTensor constant) {
    return constants.of(constant);
  }

  /** All values of a constant as whole numbers. */
  int[] integers(TfliteOperator operator, TfliteTensor constant) {
    StoredValues stored = values(constant);
    if (stored.size() > ModelLimits.RANK * 2) {
      throw TfliteErrors.invalid(operator, stored.size() + " numbers");
    }
    int[] numbers = new int[stored.size()];
    Arrays.setAll(
        numbers,
        i ->
            (int)
                Math.max(
                    -ModelLimits.ACTIVATION_ELEMENTS,
                    Math.min(ModelLimits.ACTIVATION_ELEMENTS, stored.integer(i))));
    return numbers;
  }

  /** Takes floats off what a file of this size may make, however often its constants are used. */
  float[] floats(TfliteOperator operator, long count) {
    if (!constants.charge(count) && !budget.take(count, Float.BYTES)) {
      throw TfliteErrors.invalid(
          operator, "with it the network is larger than a file of this size may be");
    }
    return new float[(int) count];
  }

  private TfliteValue read(TfliteOperator operator, int input) {
    if (!operator.has(input)) {
      throw TfliteErrors.invalid(operator, "input " + input + " is missing");
    }
    TfliteTensor tensor = graph.tensor(operator.inputs()[input]);
    TfliteValue value = values.get(tensor.index());
    if (value == null && tensor.isConstant()) {
      return tensor;
    }
    if (value == null) {
      throw TfliteErrors.invalid(operator, "nothing computes " + tensor.label() + " before it");
    }
    return value;
  }

  /** Makes an operator's output what something else is already. */
  void define(TfliteOperator operator, TfliteValue value) {
    values.put(operator.outputs()[0], value);
    if (value instanceof LiteMap map) {
      remember(output(operator), map.tensor());
    }
  }

  /**
   * Emits what an operator computes; the last node's output has the name of the operator's.
   *
   * @param ops computed one after another; the first reads the inputs
   * @return the name of the first node
   */
  String emit(TfliteOperator operator, List<Op> ops, LiteMap... inputs) {
    TfliteTensor output = output(operator);
    String name = unique(output);
    List<String> read = Arrays.stream(inputs).map(LiteMap::tensor).toList();
    List<Shape> shapes = Arrays.stream(inputs).map(LiteMap::shape).toList();
    Shape shape = null;
    for (int i = 0; i < ops.size(); i++) {
      Op op = ops.get(i);
      shape = shape(operator, op, shapes);
      boolean last = i == ops.size() - 1;
      String node = i == 0 ? name : fresh(name + "/" + op.kind().toLowerCase(Locale.ROOT));
      String tensor = last ? name : fresh(name + "/" + i);
      nodes.add(new Node(node, op, read, tensor));
      read = List.of(tensor);
      shapes = List.of(shape);
    }
    values.put(output.index(), LiteMap.of(name, shape));
    remember(output, name);
    return name;
  }

  /** Emits an activation that changes values one by one: the axes stay. */
  void elementwise(TfliteOperator operator, List<Op> ops, LiteMap input, LiteMap... others) {
    LiteMap[] inputs = new LiteMap[1 + others.length];
    inputs[0] = input;
    System.arraycopy(others, 0, inputs, 1, others.length);
    emit(operator, ops, inputs);
    reshape(operator, input.axes());
  }

  /** Gives an operator's output other axes. */
  void reshape(TfliteOperator operator, List<Integer> axes) {
    int output = operator.outputs()[0];
    values.put(output, ((LiteMap) values.get(output)).withAxes(axes));
  }

  /** What an operator reads, if the network's end may be made of it. */
  LiteResult result(TfliteOperator operator) {
    return operator.has(0) && read(operator, 0) instanceof LiteJoined joined
        ? joined
        : map(operator, 0);
  }

  /** Splits something off, unless an operator reads it. */
  void end(TfliteOperator operator, Ending ending) {
    values.put(
        operator.outputs()[0],
        result(operator) instanceof LiteJoined joined
            ? new LiteJoined(joined.axes(), ending, joined.parts())
            : map(operator, 0).ended(ending));
  }

  /** Adds a note for the user. */
  void note(Choice choice) {
    choices.add(choice);
  }

  /** Remembers the scales of a convolution's weights, if it computes with integers. */
  void weightScales(TfliteOperator operator, String node, TfliteTensor weights) {
    boolean integers =
        Stream.of(weights, output(operator))
            .allMatch(
                tensor ->
                    tensor.quantization().isPresent()
                        && tensor.type().filter(ElementCode::isQuantized8).isPresent());
    integersOnly &= integers;
    if (integers) {
      weightScales.put(node, weights.quantization().orElseThrow().scale());
    }
  }

  private Shape shape(TfliteOperator operator, Op op, List<Shape> inputs) {
    Shape shape;
    try {
      shape = op.outputShape(inputs);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw TfliteErrors.unsupported(operator, e.getMessage(), "check the shapes of its inputs");
    }
    if ((double) shape.height() * shape.width() * shape.channels() > ModelLimits.ACTIVATION_ELEMENTS
        || nodes.size() >= ModelLimits.NODES) {
      throw TfliteErrors.invalid(operator, "the network is too large");
    }
    return shape;
  }

  /** What 8-bit elements of a computed tensor stand for; the first of several tensors counts. */
  private void remember(TfliteTensor tensor, String name) {
    Optional<AffineScale> quantization = tensor.quantization().filter(AffineScale::isPerTensor);
    if (tensor.type().filter(ElementCode::isQuantized8).isPresent() && quantization.isPresent()) {
      int shift = tensor.type().get() == ElementCode.UINT8 ? 128 : 0;
      AffineScale found = quantization.get();
      int zeroPoint = (int) found.zeroPoint()[0] - shift;
      if (found.scale()[0] > 0 && zeroPoint >= Byte.MIN_VALUE && zeroPoint <= Byte.MAX_VALUE) {
        scales.putIfAbsent(name, new TensorScale(found.scale()[0], zeroPoint));
      }
    }
  }

  private String unique(TfliteTensor tensor) {
    return fresh(tensor.name().isEmpty() ? "tensor_" + tensor.index() : tensor.name());
  }

  private String fresh(String wanted) {
    String name = wanted;
    for (int i = 1; !names.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }
}

package dev.octet.model.onnx.convert;

import dev.octet.model.graph.ElementTable;
import dev.octet.model.graph.Shape;
import dev.octet.model.onnx.constant.Dims;
import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawNode;
import dev.octet.model.onnx.tensor.Activation;
import dev.octet.model.onnx.tensor.Arrangement;
import dev.octet.model.onnx.tensor.Axis;
import dev.octet.model.onnx.tensor.OnnxValue;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.schedule.output.Ending;
import dev.octet.runtime.schedule.output.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Operators that move whole elements about at a network's end: they are applied to the elements'
 * numbers as if these were a constant.
 */
final class Arrangements {
  private static final Set<String> MOVING =
      Set.of(
          "Concat",
          "Flatten",
          "Gather",
          "Identity",
          "Reshape",
          "Slice",
          "Squeeze",
          "Transpose",
          "Unsqueeze");

  private Arrangements() {}

  /** Whether a node reads elements that are no map any more. */
  static boolean takes(RawNode node, Conversion conversion) {
    return IntStream.range(0, node.inputs().size())
        .anyMatch(i -> conversion.input(node, i).orElse(null) instanceof Arrangement);
  }

  /** Converts a node that {@link #takes takes} such elements. */
  static void convert(RawNode node, Conversion conversion) {
    Arrangement first = first(node, conversion);
    switch (node.opType()) {
      case "Softmax", "LogSoftmax" -> softmax(node, conversion, first);
      case "Sigmoid" -> {
        requireOpen(node, first);
        conversion.define(node, first.ended(Ending.SIGMOID, 0));
      }
      case "Cast", "CastLike", "Dropout" -> conversion.define(node, first);
      case "Shape", "Size" ->
          conversion.define(node, conversion.folded(node, List.of(first.numbers())).get(0));
      default -> {
        if (!MOVING.contains(node.opType())) {
          throw first.refusal();
        }
        move(node, conversion, first.refusal());
      }
    }
  }

  private static Arrangement first(RawNode node, Conversion conversion) {
    return IntStream.range(0, node.inputs().size())
        .mapToObj(i -> conversion.input(node, i).orElse(null))
        .filter(Arrangement.class::isInstance)
        .map(Arrangement.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /**
   * Moves the elements of a node's inputs as the node says, instead of refusing it at once: an
   * output may be made of them.
   *
   * @param refusal thrown when anything else reads them
   */
  static void move(RawNode node, Conversion conversion, OctetException refusal) {
    List<Constant> inputs = new ArrayList<>();
    Ending ending = null;
    for (int i = 0; i < node.inputs().size(); i++) {
      OnnxValue value = conversion.input(node, i).orElse(null);
      if (value == null || i > 0 && value instanceof Constant && !node.opType().equals("Concat")) {
        inputs.add(value == null ? null : batchOfOne(node, conversion, (Constant) value));
        continue;
      }
      Arrangement moved = arrangement(node, value, conversion, refusal);
      if (ending != null && ending != moved.ending()) {
        throw refusal;
      }
      ending = moved.ending();
      inputs.add(moved.numbers());
    }
    if (ending == Ending.SOFTMAX || ending == Ending.ARGMAX) {
      throw refusal;
    }
    Constant moved = conversion.folded(node, inputs).get(0);
    conversion.define(node, new Arrangement(moved, ending, 0, refusal));
  }

  /** A file exported with a larger batch says so in the shapes of its reshapes. */
  private static Constant batchOfOne(RawNode node, Conversion conversion, Constant value) {
    boolean shape = node.opType().equals("Reshape") && conversion.batch() > 1;
    if (!shape || value.size() == 0 || value.integer(0) != conversion.batch()) {
      return value;
    }
    long[] target = value.longs().clone();
    target[0] = 1;
    return Constant.ofList(value.name(), target);
  }

  /** An activation's elements by their numbers. */
  private static Arrangement arrangement(
      RawNode node, OnnxValue value, Conversion conversion, OctetException refusal) {
    if (value instanceof Arrangement arrangement) {
      return arrangement;
    }
    if (!(value instanceof Activation activation)) {
      throw refusal;
    }
    Shape shape = activation.shape();
    conversion.charge(node, shape.elements());
    long first = conversion.elements().first(activation.tensor(), shape);
    int[] order = activation.view().order().stream().mapToInt(Axis::ordinal).toArray();
    Placement placement = ElementTable.ordered(shape, order);
    long[] numbers = new long[shape.elements()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = first + placement.source(i);
    }
    return new Arrangement(
        Constant.ofLongs(activation.tensor(), activation.dims(), numbers),
        activation.ending(),
        0,
        refusal);
  }

  private static void requireOpen(RawNode node, Arrangement input) {
    if (input.ending() != Ending.NONE) {
      throw OnnxErrors.unsupported(
          node, "it follows a softmax or sigmoid", "export the network up to its logits");
    }
  }

  private static void softmax(RawNode node, Conversion conversion, Arrangement input) {
    requireOpen(node, input);
    int rank = input.numbers().rank();
    boolean rows = conversion.opset() < 13;
    int axis = Dims.axis(node, node.attributes().integer("axis", rows ? 1 : -1), rank);
    if (rows && axis != rank - 1) {
      throw input.refusal();
    }
    conversion.define(node, input.ended(Ending.SOFTMAX, axis));
  }
}

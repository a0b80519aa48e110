package dev.octet.model.onnx.convert;

import dev.octet.model.graph.ElementTable;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.onnx.constant.Dims;
import dev.octet.model.onnx.raw.Arrangement;
import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawNode;
import dev.octet.model.onnx.tensor.Activation;
import dev.octet.model.onnx.tensor.Axis;
import dev.octet.model.onnx.tensor.OnnxValue;
import dev.octet.model.onnx.tensor.View;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.schedule.output.Ending;
import dev.octet.runtime.schedule.output.Placement;
import java.util.ArrayList;
import java.util.Arrays;
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
          "Expand",
          "Flatten",
          "Gather",
          "Identity",
          "Reshape",
          "Slice",
          "Split",
          "Squeeze",
          "Transpose",
          "Unsqueeze");

  private static final Set<String> WATCHING =
      Set.of("Cast", "CastLike", "Dropout", "Shape", "Size");

  private static final Set<String> ENDINGS = Set.of("Softmax", "LogSoftmax", "Sigmoid");

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
        if (node.opType().equals("Split")) {
          split(node, conversion);
        } else {
          move(node, conversion, first.refusal());
        }
      }
    }
  }

  /** A node that picks or repeats elements. */
  static void moves(RawNode node, Conversion conversion) {
    move(
        node,
        conversion,
        OnnxErrors.unsupported(
            node,
            node.opType() + " leaves elements in an order that no map has",
            "between layers, pick whole rows, columns or channels of one map"));
  }

  /** Parts along an axis, as slices. */
  static void split(RawNode node, Conversion conversion) {
    OnnxValue value = conversion.input(node, 0).orElse(null);
    OctetException refusal =
        OnnxErrors.unsupported(
            node,
            "it parts elements in an order that no map has",
            "between layers, split the channels of one map");
    Arrangement whole = arrangement(node, value, conversion, refusal);
    if (whole.ending() == Ending.SOFTMAX || whole.ending() == Ending.ARGMAX) {
      throw refusal;
    }
    int[] dims = whole.numbers().dims();
    int axis = Dims.axis(node, node.attributes().integer("axis", 0), dims.length);
    int count = node.outputs().size();
    long[] sizes =
        conversion
            .constant(node, 1)
            .map(Constant::longs)
            .or(() -> node.attributes().integers("split"))
            .orElseGet(() -> equal(dims[axis], count));
    long from = 0;
    for (int i = 0; i < Math.min(count, sizes.length); i++) {
      if (sizes[i] < 1 || from + sizes[i] > dims[axis]) {
        throw OnnxErrors.invalid(node, "a part of " + sizes[i] + " of " + dims[axis]);
      }
      int[] part = dims.clone();
      part[axis] = (int) sizes[i];
      int[] strides = Dims.strides(dims);
      int[] source = Dims.walk((int) from * strides[axis], strides, part);
      conversion.charge(node, source.length);
      String output = node.outputs().get(i);
      Constant numbers = whole.numbers().picked(output, part, source);
      conversion.define(output, new Arrangement(numbers, whole.ending(), 0, refusal));
      from += sizes[i];
    }
  }

  private static long[] equal(int extent, int count) {
    long size = (extent + count - 1L) / count;
    long[] sizes = new long[count];
    for (int i = 0; i < count; i++) {
      sizes[i] = Math.min(size, extent - i * size);
    }
    return sizes;
  }

  /** Whether a node only moves elements, so that an output may be made of what it gives. */
  static boolean onlyMoves(RawNode node) {
    return MOVING.contains(node.opType()) || WATCHING.contains(node.opType()) || isEnding(node);
  }

  /** Whether a node is split off where nothing computes with what it gives. */
  static boolean isEnding(RawNode node) {
    return ENDINGS.contains(node.opType());
  }

  /**
   * The map that moved elements are, for a layer to read: they come from one tensor and lie in
   * rows, columns and channels.
   *
   * @throws OctetException (UNSUPPORTED) what was said when they were moved, if they are no map
   */
  static Activation map(RawNode node, Conversion conversion, Arrangement moved) {
    Constant numbers = moved.numbers();
    int[] dims = numbers.dims();
    int rank = dims.length;
    if (rank < 2 || rank > 4 || dims[0] != 1 || numbers.size() == 0) {
      throw moved.refusal();
    }
    Activation source =
        conversion
            .elements()
            .owner(numbers.longs())
            .flatMap(conversion::emitted)
            .orElseThrow(moved::refusal);
    long first = conversion.elements().first(source.tensor(), source.shape());
    int channels = source.shape().channels();
    int last = dims[rank - 1];
    int[] strides = Dims.strides(dims);
    boolean channelsLast = rank == 2 || rank == 3 && contiguous(numbers, last);
    if (rank == 4 && channels > 1 && last > 1 && contiguous(numbers, last)) {
      channelsLast = true;
      for (int axis = 1; axis < 3; axis++) {
        for (int i = 1; i < dims[axis]; i++) {
          long step = numbers.integer(i * strides[axis]) - numbers.integer(0);
          channelsLast &= step % channels == 0;
        }
      }
    }
    int[] axes = channelsLast ? new int[] {rank - 3, rank - 2, rank - 1} : new int[] {2, 3, 1};
    int[][] offsets = new int[3][];
    Axis[] order = new Axis[rank - 1];
    for (int i = 0; i < 3; i++) {
      boolean real = axes[i] >= 1 && axes[i] < rank;
      offsets[i] = new int[real ? dims[axes[i]] : 1];
      for (int k = 1; k < offsets[i].length; k++) {
        offsets[i][k] = (int) (numbers.integer(k * strides[axes[i]]) - numbers.integer(0));
      }
      if (real) {
        order[axes[i] - 1] = Axis.values()[i];
      }
    }
    int least = (int) (numbers.integer(0) - first);
    for (int i = 0; i < 2; i++) {
      int lowest = Arrays.stream(offsets[i]).min().orElse(0);
      offsets[i] = Arrays.stream(offsets[i]).map(offset -> offset - lowest).toArray();
      least += lowest;
    }
    int base = least;
    offsets[2] = Arrays.stream(offsets[2]).map(offset -> offset + base).toArray();
    for (int i = 0; i < numbers.size(); i++) {
      int place = 0;
      for (int a = 0; a < 3; a++) {
        boolean real = axes[a] >= 1 && axes[a] < rank;
        place += offsets[a][real ? i / strides[axes[a]] % dims[axes[a]] : 0];
      }
      if (numbers.integer(i) - first != place) {
        throw moved.refusal();
      }
    }
    Op moves = new Op.Rearrange(offsets[0], offsets[1], offsets[2], 0);
    return conversion.step(node, moves, shape -> View.of(shape, order), source);
  }

  private static boolean contiguous(Constant numbers, int count) {
    boolean all = true;
    for (int i = 1; i < count; i++) {
      all &= numbers.integer(i) == numbers.integer(i - 1) + 1;
    }
    return all;
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

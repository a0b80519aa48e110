package dev.octet.model.onnx.convert;

import dev.octet.model.Choice;
import dev.octet.model.ModelLimits;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Rearrangements;
import dev.octet.model.graph.Shape;
import dev.octet.model.onnx.constant.Dims;
import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawNode;
import dev.octet.model.onnx.tensor.Activation;
import dev.octet.model.onnx.tensor.Axis;
import dev.octet.model.onnx.tensor.MapOrder;
import dev.octet.model.onnx.tensor.View;
import dev.octet.runtime.schedule.output.Ending;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Concat on channels, constant padding of the map, and the softmax or sigmoid at the end. */
final class JoinConverters {
  private JoinConverters() {}

  static void concat(RawNode node, Conversion conversion) {
    Activation[] inputs = new Activation[node.inputs().size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = conversion.view(node, i);
    }
    Activation first = inputs[0];
    if (inputs.length == 1) {
      conversion.define(node, first);
      return;
    }
    int axis = Dims.axis(node, node.attributes().integer("axis", 1), first.view().rank());
    View others = first.view().with(axis, List.of());
    for (Activation input : inputs) {
      boolean fits =
          input.ending() == Ending.NONE
              && input.view().rank() > axis
              && input.view().with(axis, List.of()).equals(others)
              && !others.order().contains(Axis.CHANNEL)
              && (input.view().axes().get(axis).equals(List.of(Axis.CHANNEL))
                  || input.shape().channels() == 1 && input.view().axes().get(axis).isEmpty());
      if (!fits) {
        Arrangements.move(
            node,
            conversion,
            OnnxErrors.unsupported(
                node,
                "it joins along axis " + axis + ", which is not the channels of all its inputs",
                "between layers, join maps of the same size along their channels"));
        return;
      }
    }
    View view = others.with(axis, List.of(Axis.CHANNEL));
    conversion.emit(node, new Op.Concat(), shape -> view, inputs);
  }

  static void pad(RawNode node, Conversion conversion) {
    Activation input = conversion.activation(node, 0);
    String mode = node.attributes().text("mode", "constant");
    boolean asInputs = conversion.opset() >= 11;
    long[] pads =
        (asInputs
                ? conversion.constant(node, 1).map(Constant::longs)
                : node.attributes().integers("pads"))
            .orElseThrow(() -> OnnxErrors.invalid(node, "its padding is missing"));
    Optional<Constant> stored = asInputs ? conversion.constant(node, 2) : Optional.empty();
    float value =
        asInputs
            ? stored
                .map(constant -> constant.size() == 1 ? (float) constant.number(0) : Float.NaN)
                .orElse(0f)
            : node.attributes().number("value", 0);
    int rank = input.view().rank();
    long[] axes =
        conversion
            .constant(node, 3)
            .map(Constant::longs)
            .orElseGet(
                () -> {
                  long[] all = new long[rank];
                  Arrays.setAll(all, i -> i);
                  return all;
                });
    if (pads.length != 2 * axes.length) {
      throw OnnxErrors.invalid(node, pads.length + " paddings for " + axes.length + " axes");
    }
    if (Arrays.stream(pads).allMatch(pad -> pad == 0)) {
      conversion.define(node, input);
      return;
    }
    if (!mode.equals("constant")) {
      extended(node, conversion, input, pads, axes, mode);
      return;
    }
    if (!Float.isFinite(value)) {
      throw OnnxErrors.unsupported(node, "it pads with " + value, "pad with a number");
    }
    emitPad(node, conversion, input, pads, axes, value);
  }

  private static void emitPad(
      RawNode node,
      Conversion conversion,
      Activation source,
      long[] pads,
      long[] axes,
      float value) {
    Activation input = source;
    View view = input.view();
    int[] before = new int[Axis.values().length];
    int[] after = new int[before.length];
    // Which ONNX axis is height, width or channels, also where that has an extent of 1.
    List<Axis> order = MapOrder.of(input);
    for (int i = 0; i < axes.length; i++) {
      int axis = Dims.axis(node, axes[i], view.rank());
      long low = pads[i];
      long high = pads[i + axes.length];
      if (low == 0 && high == 0) {
        continue;
      }
      Axis target = order.get(axis);
      if (target == null) {
        throw OnnxErrors.unsupported(
            node, "it pads axis " + axis + ", which is not of the map", "pad height and width");
      }
      if (low < 0 || high < 0 || low > ModelLimits.WINDOW || high > ModelLimits.WINDOW) {
        throw OnnxErrors.unsupported(
            node, "padding " + low + ", " + high + " is out of range", "pad by 0 pixels or more");
      }
      before[target.ordinal()] = (int) low;
      after[target.ordinal()] = (int) high;
    }
    int h = Axis.HEIGHT.ordinal();
    int w = Axis.WIDTH.ordinal();
    int c = Axis.CHANNEL.ordinal();
    if (before[c] + after[c] > 0) {
      Op channels = Rearrangements.padChannels(input.shape(), before[c], after[c], value);
      boolean only = before[h] + before[w] + after[h] + after[w] == 0;
      Activation padded =
          conversion.step(node, channels, shape -> MapOrder.view(order, shape), input);
      if (only) {
        conversion.define(node, padded);
        return;
      }
      input = padded;
    }
    Op.Pad pad = new Op.Pad(before[h], before[w], after[h], after[w], value);
    conversion.emit(node, pad, shape -> MapOrder.view(order, shape), input);
  }

  /** A border of the map's own values: its edge's, or its inside's in a mirror. */
  private static void extended(
      RawNode node,
      Conversion conversion,
      Activation input,
      long[] pads,
      long[] axes,
      String mode) {
    if (!mode.equals("edge") && !mode.equals("reflect")) {
      throw OnnxErrors.unsupported(node, "padding of mode '" + mode + "'", "pad with a constant");
    }
    List<Axis> order = MapOrder.of(input);
    Shape in = input.shape();
    int[][] picked = {
      Rearrangements.offsets(in.height(), 0, 1), Rearrangements.offsets(in.width(), 0, 1)
    };
    for (int i = 0; i < axes.length; i++) {
      int axis = Dims.axis(node, axes[i], input.view().rank());
      long low = pads[i];
      long high = pads[i + axes.length];
      if (low == 0 && high == 0) {
        continue;
      }
      Axis target = order.get(axis);
      boolean map = target == Axis.HEIGHT || target == Axis.WIDTH;
      int extent = map ? target.extent(in) : 0;
      long most = mode.equals("edge") ? ModelLimits.WINDOW : extent - 1L;
      if (!map || low < 0 || high < 0 || low > most || high > most) {
        throw OnnxErrors.unsupported(
            node, "it pads axis " + axis + " by " + low + ", " + high, "pad height and width");
      }
      int[] places = new int[(int) (low + extent + high)];
      for (int p = 0; p < places.length; p++) {
        int at = (int) (p - low);
        int inside = Math.min(Math.max(at, 0), extent - 1);
        places[p] = mode.equals("edge") ? inside : 2 * inside - at;
      }
      picked[target.ordinal()] = places;
    }
    Op moves = Rearrangements.pixels(in, picked[0], picked[1]);
    conversion.emit(node, moves, shape -> MapOrder.view(order, shape), input);
  }

  /** Softmax or LogSoftmax over the classes: split off, only allowed at the end. */
  static void softmax(RawNode node, Conversion conversion) {
    Activation input = conversion.activation(node, 0);
    View view = input.view();
    int rank = view.rank();
    int axis =
        Dims.axis(node, node.attributes().integer("axis", conversion.opset() < 13 ? 1 : -1), rank);
    // Before opset 13 everything from the axis on is one row.
    int end = conversion.opset() < 13 ? rank : axis + 1;
    List<Axis> row = view.axes().subList(axis, end).stream().flatMap(List::stream).toList();
    if (row.isEmpty() || end > axis + 1 && row.size() > view.axes().get(axis).size()) {
      throw OnnxErrors.unsupported(
          node,
          "a softmax over axis " + axis + " of " + Arrays.toString(input.dims()),
          "only a softmax over one axis at the end is supported");
    }
    if (node.opType().equals("LogSoftmax")) {
      conversion.choices().add(Choice.LOG_SOFTMAX);
    }
    conversion.define(node, input.ended(Ending.SOFTMAX, row));
  }

  /**
   * A sigmoid at the end is split off: over a single value as the second of two classes'
   * probabilities, over several as a probability for each, over a map as a mask.
   */
  static void sigmoid(RawNode node, Conversion conversion) {
    Activation input = conversion.activation(node, 0);
    conversion.define(node, input.ended(Ending.SIGMOID, List.of()));
  }
}

package dev.octet.model.tflite.convert;

import dev.octet.model.ModelLimits;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Rearrangements;
import dev.octet.model.graph.Shape;
import dev.octet.model.tflite.read.StoredValues;
import dev.octet.model.tflite.read.TfliteErrors;
import dev.octet.model.tflite.read.TfliteOperator;
import dev.octet.model.tflite.read.TfliteTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Operators that keep the elements: other axes, other types, borders. */
final class LiteViews {
  private LiteViews() {}

  /** DEQUANTIZE, DENSIFY, QUANTIZE, CAST: elements of another type, constant or computed. */
  static void same(TfliteOperator operator, LiteConversion conversion) {
    Optional<TfliteTensor> constant = conversion.constant(operator, 0);
    if (constant.isPresent()) {
      conversion.define(operator, constant.get());
    } else {
      conversion.define(operator, conversion.result(operator));
    }
  }

  /**
   * RESHAPE, SQUEEZE, EXPAND_DIMS: the output's shape says what the axes are, also where it is
   * computed from the input's.
   */
  static void view(TfliteOperator operator, LiteConversion conversion) {
    LiteResult input = conversion.result(operator);
    int[] dims = conversion.output(operator).dims();
    if (operator.kind().equals("RESHAPE") && operator.has(1)) {
      Optional<TfliteTensor> shape = conversion.constant(operator, 1);
      dims = shape.isPresent() ? conversion.integers(operator, shape.get()) : dims;
    }
    long elements = input.axes().stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    long known = 1;
    int open = -1;
    for (int i = 1; i < dims.length; i++) {
      if (dims[i] < 0 && open < 0) {
        open = i;
      } else {
        known *= Math.max(dims[i], 0);
      }
    }
    boolean batch = dims.length > 0 && (dims[0] == 1 || dims[0] == -1);
    if (!batch || known < 1 || (open < 0 ? known != elements : elements % known != 0)) {
      throw TfliteErrors.unsupported(
          operator,
          "it makes of axes " + input.axes() + " others of " + known + " elements or another batch",
          "keep the batch of one picture");
    }
    List<Integer> axes = new ArrayList<>();
    for (int i = 1; i < dims.length; i++) {
      axes.add(i == open ? (int) (elements / known) : dims[i]);
    }
    conversion.define(
        operator,
        input instanceof LiteMap map
            ? map.withAxes(axes)
            : new LiteJoined(axes, input.ending(), input.parts()));
  }

  /** PAD and PADV2 around a map. */
  static void pad(TfliteOperator operator, LiteConversion conversion) {
    LiteMap input = conversion.picture(operator);
    int[] pads = conversion.integers(operator, conversion.stored(operator, 1, "its borders"));
    float value = 0;
    if (operator.has(2)) {
      StoredValues stored = conversion.values(conversion.stored(operator, 2, "its value"));
      value = stored.size() == 1 ? stored.real(0) : Float.NaN;
    }
    boolean inside = pads.length == 8;
    for (int pad : pads) {
      inside &= pad >= 0 && pad <= ModelLimits.WINDOW;
    }
    if (!inside || Float.isNaN(value)) {
      throw TfliteErrors.invalid(operator, "borders that are not pixels");
    }
    if ((pads[0] | pads[1]) != 0) {
      throw TfliteErrors.unsupported(operator, "a border of the batch", "pad rows and columns");
    }
    List<Op> ops = new ArrayList<>();
    Shape shape = input.shape();
    if ((pads[2] | pads[3] | pads[4] | pads[5]) != 0 || (pads[6] | pads[7]) == 0) {
      Op.Pad pad = new Op.Pad(pads[2], pads[4], pads[3], pads[5], value);
      shape = pad.outputShape(List.of(shape));
      ops.add(pad);
    }
    if ((pads[6] | pads[7]) != 0) {
      ops.add(Rearrangements.padChannels(shape, pads[6], pads[7], value));
    }
    conversion.emit(operator, ops, input);
  }
}

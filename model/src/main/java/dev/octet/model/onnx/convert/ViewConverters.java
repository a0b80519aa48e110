package dev.octet.model.onnx.convert;

import dev.octet.model.onnx.constant.ConstantFolders;
import dev.octet.model.onnx.constant.Dims;
import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawNode;
import dev.octet.model.onnx.tensor.Activation;
import dev.octet.model.onnx.tensor.Axis;
import dev.octet.model.onnx.tensor.ScaledFeatures;
import dev.octet.model.onnx.tensor.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Operators that change how a tensor is looked at and compute nothing. */
final class ViewConverters {
  private ViewConverters() {}

  static void identity(RawNode node, Conversion conversion) {
    if (conversion.input(node, 0).orElse(null) instanceof ScaledFeatures scaled) {
      conversion.define(node, scaled);
    } else {
      conversion.define(node, conversion.view(node, 0));
    }
  }

  static void cast(RawNode node, Conversion conversion) {
    long to = node.attributes().integer("to", 1);
    if (to != 1 && to != 10 && to != 11 && to != 16) {
      throw OnnxErrors.unsupported(
          node,
          "it casts activations to integers (type " + to + ")",
          "export the network up to its logits");
    }
    identity(node, conversion);
  }

  static void shape(RawNode node, Conversion conversion) {
    int[] dims = conversion.view(node, 0).dims();
    conversion.define(node, ConstantFolders.shapeOf(node, dims));
  }

  static void size(RawNode node, Conversion conversion) {
    long elements = conversion.view(node, 0).shape().elements();
    conversion.define(node, Constant.ofLongs(node.output(), new int[0], elements));
  }

  static void transpose(RawNode node, Conversion conversion) {
    Activation input = conversion.view(node, 0);
    int rank = input.view().rank();
    long[] named = node.attributes().integers("perm").orElse(null);
    int[] permutation = new int[rank];
    if (named == null) {
      Arrays.setAll(permutation, i -> rank - 1 - i);
    } else if (named.length != rank || Dims.axes(node, named, rank).length != rank) {
      throw OnnxErrors.invalid(node, "perm does not fit " + rank + " axes");
    } else {
      Arrays.setAll(permutation, i -> Dims.axis(node, named[i], rank));
    }
    conversion.define(node, input.withView(input.view().transposed(permutation)));
  }

  static void reshape(RawNode node, Conversion conversion) {
    Activation input = conversion.view(node, 0);
    long[] target =
        conversion
            .constant(node, 1)
            .orElseThrow(() -> OnnxErrors.invalid(node, "its shape is missing"))
            .longs()
            .clone();
    boolean allowZero = node.attributes().integer("allowzero", 0) != 0;
    long batch = conversion.batch();
    if (batch > 1 && target.length > 0 && target[0] == batch) {
      target[0] = 1;
    }
    reshape(node, conversion, input, Dims.reshape(node, input.dims(), target, allowZero));
  }

  static void flatten(RawNode node, Conversion conversion) {
    Activation input = conversion.view(node, 0);
    int[] dims = input.dims();
    long axis = node.attributes().integer("axis", 1);
    int split = axis == dims.length ? dims.length : Dims.axis(node, axis, dims.length);
    int rows = 1;
    for (int i = 0; i < split; i++) {
      rows *= dims[i];
    }
    reshape(node, conversion, input, new int[] {rows, input.shape().elements() / rows});
  }

  static void squeeze(RawNode node, Conversion conversion) {
    Activation input = conversion.view(node, 0);
    int[] dims = input.dims();
    int[] axes = Dims.axes(node, axes(node, conversion), dims.length);
    reshape(node, conversion, input, Dims.squeeze(node, dims, axes));
  }

  static void unsqueeze(RawNode node, Conversion conversion) {
    Activation input = conversion.view(node, 0);
    int[] dims = input.dims();
    long[] named = axes(node, conversion);
    int[] axes = Dims.axes(node, named, dims.length + named.length);
    reshape(node, conversion, input, Dims.unsqueeze(dims, axes));
  }

  /** A view without some axes (sorted), all of extent 1. */
  static View without(View view, int... axes) {
    List<List<Axis>> kept = new ArrayList<>();
    for (int i = 0; i < view.rank(); i++) {
      if (Arrays.binarySearch(axes, i) < 0) {
        kept.add(view.axes().get(i));
      }
    }
    return new View(kept);
  }

  private static void reshape(RawNode node, Conversion conversion, Activation input, int[] target) {
    Optional<View> view = input.view().reshaped(input.shape(), target);
    if (view.isEmpty()) {
      Arrangements.move(
          node,
          conversion,
          OnnxErrors.unsupported(
              node,
              "it rearranges a map: "
                  + Arrays.toString(input.dims())
                  + " to "
                  + Arrays.toString(target),
              "between layers, only flattening and axes of extent 1 are supported"));
      return;
    }
    conversion.define(node, input.withView(view.get()));
  }

  private static long[] axes(RawNode node, Conversion conversion) {
    return conversion
        .constant(node, 1)
        .map(Constant::longs)
        .or(() -> node.attributes().integers("axes"))
        .orElse(new long[0]);
  }
}

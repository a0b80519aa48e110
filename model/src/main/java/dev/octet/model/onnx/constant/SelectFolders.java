package dev.octet.model.onnx.constant;

import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawNode;
import java.util.Arrays;
import java.util.List;

/** Operators whose output elements are chosen from their inputs. */
final class SelectFolders {
  private SelectFolders() {}

  static List<Constant> transpose(RawNode node, List<Constant> inputs, FoldBudget budget) {
    Constant in = ShapeFolders.first(node, inputs);
    int rank = in.rank();
    long[] named =
        node.attributes()
            .integers("perm")
            .orElseGet(
                () -> {
                  long[] reversed = new long[rank];
                  Arrays.setAll(reversed, i -> rank - 1 - i);
                  return reversed;
                });
    if (named.length != rank || Dims.axes(node, named, rank).length != rank) {
      throw OnnxErrors.invalid(node, "perm does not fit " + in.dimList());
    }
    int[] strides = Dims.strides(in.dims());
    int[] dims = new int[rank];
    int[] steps = new int[rank];
    for (int i = 0; i < rank; i++) {
      int source = Dims.axis(node, named[i], rank);
      dims[i] = in.dims()[source];
      steps[i] = strides[source];
    }
    budget.take(node, dims);
    return List.of(in.picked(in.name(), dims, Dims.walk(0, steps, dims)));
  }

  static List<Constant> expand(RawNode node, List<Constant> inputs, FoldBudget budget) {
    Constant in = ShapeFolders.first(node, inputs);
    int[] asked = extents(node, ShapeFolders.second(node, inputs));
    int[] dims = Dims.broadcast(node, in.dims(), asked);
    budget.take(node, dims);
    return List.of(in.picked(node.output(), dims, Dims.sources(in.dims(), dims)));
  }

  static List<Constant> gather(RawNode node, List<Constant> inputs, FoldBudget budget) {
    Constant in = ShapeFolders.first(node, inputs);
    Constant indices = ShapeFolders.second(node, inputs);
    int axis = Dims.axis(node, node.attributes().integer("axis", 0), in.rank());
    int[] dims = new int[in.rank() - 1 + indices.rank()];
    System.arraycopy(in.dims(), 0, dims, 0, axis);
    System.arraycopy(indices.dims(), 0, dims, axis, indices.rank());
    System.arraycopy(in.dims(), axis + 1, dims, axis + indices.rank(), in.rank() - 1 - axis);
    int[] source = new int[budget.take(node, dims)];
    int inner = Dims.strides(in.dims())[axis];
    int extent = in.dims()[axis];
    int next = 0;
    for (int outer = 0; source.length > 0 && outer < in.size(); outer += extent * inner) {
      for (int i = 0; i < indices.size(); i++) {
        int index = Dims.axis(node, indices.integer(i), extent);
        for (int j = 0; j < inner; j++) {
          source[next++] = outer + index * inner + j;
        }
      }
    }
    return List.of(in.picked(node.output(), dims, source));
  }

  static List<Constant> concat(RawNode node, List<Constant> inputs, FoldBudget budget) {
    Constant first = ShapeFolders.first(node, inputs);
    int axis = Dims.axis(node, node.attributes().integer("axis", 0), first.rank());
    int[] dims = first.dims().clone();
    boolean floats = false;
    dims[axis] = 0;
    for (int i = 0; i < inputs.size(); i++) {
      Constant in = ShapeFolders.input(node, inputs, i);
      int[] other = in.dims().clone();
      if (other.length != dims.length) {
        throw OnnxErrors.invalid(node, "its inputs have different numbers of axes");
      }
      dims[axis] = Math.addExact(dims[axis], other[axis]);
      other[axis] = dims[axis];
      if (!Arrays.equals(other, dims)) {
        throw OnnxErrors.invalid(node, "its inputs do not fit together");
      }
      floats |= in.isFloat();
    }
    int size = budget.take(node, dims);
    float[] values = floats ? new float[size] : null;
    long[] integers = floats ? null : new long[size];
    int row = size == 0 ? 0 : Dims.strides(dims)[axis] * dims[axis];
    int offset = 0;
    for (Constant in : inputs) {
      int width = size == 0 ? 0 : Dims.strides(dims)[axis] * in.dims()[axis];
      for (int i = 0; i < in.size(); i++) {
        int target = i / width * row + offset + i % width;
        if (floats) {
          values[target] = (float) in.number(i);
        } else {
          integers[target] = in.integer(i);
        }
      }
      offset += width;
    }
    return List.of(
        floats
            ? Constant.ofFloats(node.output(), dims, values)
            : Constant.ofLongs(node.output(), dims, integers));
  }

  static List<Constant> where(RawNode node, List<Constant> inputs, FoldBudget budget) {
    Constant condition = ShapeFolders.first(node, inputs);
    Constant yes = ShapeFolders.second(node, inputs);
    Constant no = ShapeFolders.input(node, inputs, 2);
    int[] dims =
        Dims.broadcast(node, condition.dims(), Dims.broadcast(node, yes.dims(), no.dims()));
    int size = budget.take(node, dims);
    int[] fromCondition = Dims.sources(condition.dims(), dims);
    int[] fromYes = Dims.sources(yes.dims(), dims);
    int[] fromNo = Dims.sources(no.dims(), dims);
    boolean floats = yes.isFloat() || no.isFloat();
    float[] values = new float[floats ? size : 0];
    long[] integers = new long[floats ? 0 : size];
    for (int i = 0; i < size; i++) {
      boolean holds = condition.integer(fromCondition[i]) != 0;
      if (floats) {
        values[i] = (float) (holds ? yes.number(fromYes[i]) : no.number(fromNo[i]));
      } else {
        integers[i] = holds ? yes.integer(fromYes[i]) : no.integer(fromNo[i]);
      }
    }
    return List.of(
        floats
            ? Constant.ofFloats(node.output(), dims, values)
            : Constant.ofLongs(node.output(), dims, integers));
  }

  /** Extents stored in a constant. */
  static int[] extents(RawNode node, Constant shape) {
    int[] dims = new int[shape.size()];
    for (int i = 0; i < dims.length; i++) {
      long extent = shape.integer(i);
      if (extent < 0 || extent > Integer.MAX_VALUE) {
        throw OnnxErrors.invalid(node, "impossible shape " + Arrays.toString(shape.longs()));
      }
      dims[i] = (int) extent;
    }
    return dims;
  }
}

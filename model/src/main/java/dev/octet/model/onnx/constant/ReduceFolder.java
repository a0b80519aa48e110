package dev.octet.model.onnx.constant;

import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawNode;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.LongStream;

/**
 * Sums, products and the like over some axes.
 *
 * @param start value before the first element
 * @param combine takes in one element
 * @param mean whether to divide by the number of elements at the end
 */
record ReduceFolder(double start, DoubleBinaryOperator combine, boolean mean)
    implements ConstantFolder {
  @Override
  public List<Constant> fold(RawNode node, List<Constant> inputs, FoldBudget budget) {
    Constant in = ShapeFolders.first(node, inputs);
    long[] named = ShapeFolders.axes(node, inputs);
    if (named.length == 0) {
      if (node.attributes().integer("noop_with_empty_axes", 0) != 0) {
        return List.of(in);
      }
      named = LongStream.range(0, in.rank()).toArray();
    }
    int[] axes = Dims.axes(node, named, in.rank());
    int[] kept = in.dims().clone();
    for (int axis : axes) {
      kept[axis] = 1;
    }
    double[] sums = new double[budget.take(node, kept)];
    Arrays.fill(sums, start);
    int[] target = Dims.sources(kept, in.dims());
    for (int i = 0; i < in.size(); i++) {
      sums[target[i]] = combine.applyAsDouble(sums[target[i]], in.number(i));
    }
    if (sums.length > 0 && in.size() == 0 && mean) {
      throw OnnxErrors.invalid(node, "the mean of nothing");
    }
    float[] floats = new float[sums.length];
    long[] longs = new long[sums.length];
    for (int i = 0; i < sums.length; i++) {
      double value = mean ? sums[i] * sums.length / in.size() : sums[i];
      floats[i] = (float) value;
      longs[i] = (long) value;
    }
    int[] dims = kept;
    if (node.attributes().integer("keepdims", 1) == 0) {
      dims = axes.length == 0 ? kept : Dims.squeeze(node, kept, axes);
    }
    return List.of(
        in.isFloat()
            ? Constant.ofFloats(node.output(), dims, floats)
            : Constant.ofLongs(node.output(), dims, longs));
  }
}
